package io.millrace.expr.runtime;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.CompiledExpressions;
import io.millrace.expr.EvalContext;
import io.millrace.expr.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cast of ARRAY, MAP or ROW values: their parts are cast by compiled expressions of their own. Threads: one. */
public final class NestedCast {
    private final DataType from;
    private final List<CompiledExpressions> casts;
    private final List<DataType> partTypes;

    private NestedCast(DataType from, List<CompiledExpressions> casts, List<DataType> partTypes) {
        this.from = from;
        this.casts = casts;
        this.partTypes = partTypes;
    }

    public static NestedCast of(DataType from, DataType to) {
        List<CompiledExpressions> casts = new ArrayList<>();
        List<DataType> partTypes = new ArrayList<>();
        for (int i = 0; i < from.children().size(); i++) {
            DataType part = from.children().get(i).type();
            DataType target = to.children().get(i).type();
            Expr cast = Expr.call("CAST", target, true, Expr.column(0, part, true));
            casts.add(CompiledExpressions.compile(List.of(cast)));
            partTypes.add(target);
        }
        return new NestedCast(from, casts, partTypes);
    }

    public Object apply(Object value, EvalContext context) {
        if (from.kind() == Kind.ROW) {
            List<Object> fields = new ArrayList<>();
            for (int i = 0; i < casts.size(); i++) {
                fields.add(part(i, List.of(wrap(((List<?>) value).get(i))), context)
                        .get(0));
            }
            return fields;
        }
        if (from.kind() == Kind.ARRAY) {
            return part(0, ((List<?>) value).stream().map(NestedCast::wrap).toList(), context);
        }
        Map<?, ?> entries = (Map<?, ?>) value;
        List<Object> keys =
                part(0, entries.keySet().stream().map(NestedCast::wrap).toList(), context);
        List<Object> values =
                part(1, entries.values().stream().map(NestedCast::wrap).toList(), context);
        Map<Object, Object> cast = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            cast.put(keys.get(i), values.get(i));
        }
        return cast;
    }

    private static List<Object> wrap(Object value) {
        List<Object> row = new ArrayList<>(1);
        row.add(value);
        return row;
    }

    private List<Object> part(int index, List<List<Object>> rows, EvalContext context) {
        Schema schema = Schema.of(Field.of("part", from.children().get(index).type()));
        Column column = casts.get(index).evaluate(ColumnBatch.ofRows(schema, rows), context)[0];
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            values.add(column.value(i, partTypes.get(index)));
        }
        return values;
    }
}
