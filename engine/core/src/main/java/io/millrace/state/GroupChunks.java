package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A {@link GroupStore} as state chunks: the table {@code groups} with the state of all accumulators, and a table {@code
 * values<i>} for the bag of call i, or {@code added<i>} where numbers are kept.
 */
final class GroupChunks {
    private static final String GROUPS = "groups";
    private static final String VALUES = "values";
    private static final String ADDED = "added";

    private final GroupStore store;
    private final GroupLayout layout;
    private final CallGroups[] calls;
    private final SlotSet dirty;
    private ColumnBuilder[] deletedKeys;

    GroupChunks(GroupStore store, GroupLayout layout, CallGroups[] calls, SlotSet dirty) {
        this.store = store;
        this.layout = layout;
        this.calls = calls;
        this.dirty = dirty;
        clear();
    }

    void clear() {
        deletedKeys = layout.keyTypes().stream()
                .map(type -> ColumnBuilder.of(type, 0))
                .toArray(ColumnBuilder[]::new);
    }

    /** Notes groups that are about to go. */
    void noteDeleted(int... slots) {
        Column[] keys = store.index().keys(slots, slots.length);
        for (int i = 0; i < keys.length; i++) {
            for (int row = 0; row < slots.length; row++) {
                deletedKeys[i].appendFrom(keys[i], row);
            }
        }
    }

    void changes(String operator, long segment, Consumer<StateChunk> out) {
        layout.arrivals().release();
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].bag != null) {
                ColumnBatch deleted = calls[i].bag.takeDeleted(layout.bagSchema(calls[i].layout, false));
                chunk(operator, VALUES + i, StateChunk.Kind.DELETE, segment, deleted, out);
            }
        }
        if (deletedKeys.length > 0 && deletedKeys[0].size() > 0) {
            int rows = deletedKeys[0].size();
            Column[] keys = Arrays.stream(deletedKeys).map(ColumnBuilder::build).toArray(Column[]::new);
            ColumnBatch deleted = ColumnBatch.of(layout.keySchema(), rows, keys);
            chunk(operator, GROUPS, StateChunk.Kind.DELETE, segment, deleted, out);
        }
        int[] slots = dirty.toArray();
        dirty.clear();
        chunk(operator, GROUPS, StateChunk.Kind.UPSERT, segment, groupRows(slots), out);
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].bag != null) {
                ColumnBatch rows = calls[i].bag.takeDirty(layout.bagSchema(calls[i].layout, true), store.index());
                chunk(operator, VALUES + i, StateChunk.Kind.UPSERT, segment, rows, out);
            }
            if (calls[i].numbers != null) {
                String table = ADDED + i;
                calls[i].numbers.takeAdded(
                        layout.numbersSchema(),
                        store.index(),
                        rows -> chunk(operator, table, StateChunk.Kind.UPSERT, segment, rows, out));
            }
        }
    }

    void snapshot(String operator, long segment, Consumer<StateChunk> out) {
        ColumnBatch groups = groupRows(store.index().liveSlots());
        chunk(operator, GROUPS, StateChunk.Kind.UPSERT, segment, groups, out);
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].bag != null) {
                ColumnBatch rows = calls[i].bag.all(layout.bagSchema(calls[i].layout, true), store.index());
                chunk(operator, VALUES + i, StateChunk.Kind.UPSERT, segment, rows, out);
            }
            if (calls[i].numbers != null) {
                String table = ADDED + i;
                calls[i].numbers.all(
                        layout.numbersSchema(),
                        store.index(),
                        rows -> chunk(operator, table, StateChunk.Kind.UPSERT, segment, rows, out));
            }
        }
    }

    private static void chunk(
            String operator,
            String table,
            StateChunk.Kind kind,
            long segment,
            ColumnBatch rows,
            Consumer<StateChunk> out) {
        if (rows != null && rows.rowCount() > 0) {
            out.accept(new StateChunk(operator, table, kind, segment, rows));
        }
    }

    private ColumnBatch groupRows(int[] slots) {
        int count = slots.length;
        Schema schema = layout.groupSchema();
        Column[] columns = Arrays.copyOf(store.index().keys(slots, count), schema.size());
        int at = layout.keyColumns().size();
        if (layout.weighted()) {
            columns[at++] = new LongColumn(store.rowCounts(slots), null, count);
        }
        for (CallGroups call : calls) {
            if (call.accumulator != null) {
                for (Column column : call.accumulator.save(slots, count)) {
                    columns[at++] = column;
                }
            }
        }
        return ColumnBatch.of(schema, count, columns);
    }

    void restore(StateChunk chunk) {
        ColumnBatch rows = chunk.rows();
        int count = rows.rowCount();
        int keyCount = layout.keyColumns().size();
        Column[] keys = new Column[keyCount];
        Arrays.setAll(keys, rows::column);
        int[] groups = new int[count];
        boolean delete = chunk.kind() == StateChunk.Kind.DELETE;
        boolean ofGroups = chunk.table().equals(GROUPS);
        if (delete && ofGroups) {
            store.index().find(keys, Selection.all(count), groups);
            removeAll(groups);
        } else {
            store.assign(keys, count, groups);
            if (ofGroups) {
                requireLayout(chunk);
                loadGroups(rows, groups);
            } else if (chunk.table().startsWith(ADDED)) {
                loadAdded(rows, groups, Integer.parseInt(chunk.table().substring(ADDED.length())));
            } else {
                loadValues(rows, groups, Integer.parseInt(chunk.table().substring(VALUES.length())), delete);
            }
        }
        dirty.clear();
        clear();
    }

    /** Refuses what a release has written that kept these aggregates in another way. */
    private void requireLayout(StateChunk chunk) {
        String found = accumulatorColumns(chunk.rows().schema());
        String expected = accumulatorColumns(layout.groupSchema());
        if (!found.equals(expected)) {
            throw new MillraceException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "the checkpoint has the state of \"" + chunk.operator() + "\" as another release of Millrace kept"
                            + " it, columns \"" + found + "\", expected \"" + expected
                            + "\"; start the query on a new checkpoint, under another 'query.name'");
        }
    }

    private String accumulatorColumns(Schema schema) {
        return schema.fields().stream()
                .skip(layout.keyColumns().size())
                .map(field -> field.name() + " " + field.type())
                .collect(Collectors.joining(", "));
    }

    /** A group may be there twice: it went, came again and went again in one micro-batch. */
    private void removeAll(int[] groups) {
        SlotSet seen = new SlotSet();
        for (int group : groups) {
            if (group != GroupIndex.ABSENT && seen.add(group)) {
                store.remove(group);
            }
        }
    }

    private void loadGroups(ColumnBatch rows, int[] groups) {
        int at = layout.keyColumns().size();
        if (layout.weighted()) {
            store.loadRowCounts(groups, rows.longs(at++).values());
        }
        for (CallGroups call : calls) {
            if (call.accumulator != null) {
                Column[] state = new Column[call.accumulator.stateTypes().size()];
                for (int i = 0; i < state.length; i++) {
                    state[i] = rows.column(at++);
                }
                call.load(groups, state);
            }
        }
    }

    private void loadAdded(ColumnBatch rows, int[] groups, int call) {
        calls[call].numbers.load(groups, rows.column(layout.keyColumns().size()));
    }

    private void loadValues(ColumnBatch rows, int[] groups, int call, boolean delete) {
        int keyCount = layout.keyColumns().size();
        ValueBag bag = calls[call].bag;
        Column[] inputs = new Column[bag == null ? 1 : bag.width()];
        Arrays.setAll(inputs, i -> rows.column(keyCount + i));
        long[] counts = delete
                ? new long[groups.length]
                : rows.longs(keyCount + inputs.length).values();
        if (bag == null) {
            calls[call].numbers.loadCounted(groups, groups.length, inputs[0], counts, store.index());
            return;
        }
        bag.load(groups, groups.length, inputs, counts, store.index());
        bag.forgetChanges();
        if (!calls[call].layout.orderFree()) {
            layout.arrivals().passed((LongColumn) inputs[inputs.length - 1]);
        }
    }
}
