package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.plan.Over;
import io.millrace.state.OrderedPart;
import io.millrace.state.OrderedRows;
import io.millrace.state.StateChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What an {@link Over} keeps of rows that are gone: how many of each partition they were, and what frames without a bound sum up of them. */
final class OverBase {
    private static final String TABLE = "gone";

    private final String operator;
    private final OrderedRows rows;
    private final List<OverFunction> functions;
    private final boolean needed;
    private final int keys;
    private final Schema keySchema;
    private final Schema schema;
    private final Set<OrderedPart> dirty = new LinkedHashSet<>();
    private final List<ColumnBuilder> deleted;

    OverBase(Over plan, String operator, OrderedRows rows, List<OverFunction> functions) {
        this.operator = operator;
        this.rows = rows;
        this.functions = functions;
        this.keys = plan.partitionBy().size();
        this.needed = plan.calls().stream()
                .anyMatch(call -> call.frame().isUnbounded() && !call.function().equals("LAST_VALUE"));
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            fields.add(Field.of(
                    "k" + i, plan.input().schema().type(plan.partitionBy().get(i))));
        }
        this.keySchema = new Schema(fields);
        fields.add(new Field("rows", DataType.BIGINT, false));
        for (int i = 0; i < functions.size(); i++) {
            List<DataType> types = functions.get(i).stateTypes();
            for (int j = 0; j < types.size(); j++) {
                fields.add(Field.of("c" + i + "_" + j, types.get(j)));
            }
        }
        this.schema = new Schema(fields);
        this.deleted = keySchema.fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), 0))
                .toList();
    }

    /** Whether a partition without rows has to be remembered. */
    boolean isKept(OrderedPart part) {
        return needed && part.gone() > 0;
    }

    /** Takes leave of the rows up to a place. */
    void evict(OrderedPart part, int to) {
        functions.forEach(function -> function.evict(part, to));
        if (needed) {
            dirty.add(part);
        }
    }

    void close(OrderedPart part) {
        functions.forEach(function -> function.close(part.id()));
        if (needed && part.gone() > 0) {
            dirty.remove(part);
            Column[] key = rows.parts().keys(new int[] {part.id()}, 1);
            for (int i = 0; i < keys; i++) {
                deleted.get(i).appendFrom(key[i], 0);
            }
        }
    }

    void changes(Consumer<StateChunk> out) {
        if (keys > 0 && deleted.get(0).size() > 0) {
            int count = deleted.get(0).size();
            Column[] columns = deleted.stream().map(ColumnBuilder::build).toArray(Column[]::new);
            out.accept(new StateChunk(
                    operator, TABLE, StateChunk.Kind.DELETE, 0, ColumnBatch.of(keySchema, count, columns)));
        }
        upsert(List.copyOf(dirty), out);
        dirty.clear();
    }

    void snapshot(Consumer<StateChunk> out) {
        upsert(rows.parts().all().stream().filter(this::isKept).toList(), out);
    }

    private void upsert(List<OrderedPart> parts, Consumer<StateChunk> out) {
        if (parts.isEmpty()) {
            return;
        }
        int[] ids = parts.stream().mapToInt(OrderedPart::id).toArray();
        Column[] columns = Arrays.copyOf(rows.parts().keys(ids, ids.length), schema.size());
        columns[keys] =
                new LongColumn(parts.stream().mapToLong(OrderedPart::gone).toArray(), null, ids.length);
        int at = keys + 1;
        for (OverFunction function : functions) {
            for (Column column : function.save(ids, ids.length)) {
                columns[at++] = column;
            }
        }
        out.accept(new StateChunk(
                operator, TABLE, StateChunk.Kind.UPSERT, 0, ColumnBatch.of(schema, ids.length, columns)));
    }

    /** Takes a chunk back, passing over partitions of other shards. */
    void restore(StateChunk chunk) {
        ColumnBatch batch = chunk.rows();
        Column[] key = new Column[keys];
        Arrays.setAll(key, batch::column);
        OrderedPart[] parts = rows.parts().open(key, batch.rowCount());
        if (chunk.kind() == StateChunk.Kind.DELETE) {
            for (OrderedPart part : parts) {
                if (part != null) {
                    functions.forEach(function -> function.close(part.id()));
                    rows.parts().close(part);
                }
            }
            return;
        }
        int[] taken = new int[parts.length];
        int[] ids = new int[parts.length];
        int count = 0;
        for (int row = 0; row < parts.length; row++) {
            if (parts[row] != null) {
                taken[count] = row;
                ids[count++] = parts[row].id();
                rows.parts().restoreGone(parts[row], batch.longs(keys).values()[row]);
            }
        }
        int at = keys + 1;
        for (OverFunction function : functions) {
            Column[] state = new Column[function.stateTypes().size()];
            for (int i = 0; i < state.length; i++) {
                state[i] = batch.column(at++).take(taken, count);
            }
            function.load(ids, count, state);
        }
    }
}
