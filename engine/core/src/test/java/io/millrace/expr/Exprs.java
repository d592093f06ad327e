package io.millrace.expr;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Short ways to write and evaluate expressions in tests. */
final class Exprs {
    static final EvalContext UTC = new EvalContext(1_600_000_000_123_456L, ZoneOffset.UTC);

    private Exprs() {}

    static EvalContext in(String zone) {
        return new EvalContext(UTC.clockMicros(), ZoneId.of(zone));
    }

    static Expr col(int index, DataType type) {
        return Expr.column(index, type, true);
    }

    static Expr call(String function, DataType type, Expr... args) {
        return Expr.call(function, type, true, args);
    }

    static Expr bool(String function, Expr... args) {
        return call(function, DataType.BOOLEAN, args);
    }

    static Literal lit(long value) {
        return Expr.literal(value, DataType.BIGINT);
    }

    static Literal lit(String value) {
        return Expr.literal(value, DataType.VARCHAR);
    }

    static Literal nul(DataType type) {
        return Expr.literal(null, type);
    }

    static ColumnBatch batch(List<DataType> types, List<? extends List<?>> rows) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(Field.of("c" + i, types.get(i)));
        }
        return ColumnBatch.ofRows(new Schema(fields), rows);
    }

    /** The values of the expression over the rows. */
    static List<Object> eval(Expr expr, ColumnBatch batch, EvalContext context) {
        Column column = CompiledExpressions.compile(List.of(expr)).evaluate(batch, context)[0];
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            values.add(column.value(row, expr.type()));
        }
        return values;
    }

    /** A function of these arguments, given as columns so that nothing is constant, for one row. */
    static Object apply(EvalContext context, String function, DataType type, Object... typesAndValues) {
        List<DataType> types = new ArrayList<>();
        List<Object> row = new ArrayList<>();
        List<Expr> args = new ArrayList<>();
        for (int i = 0; i < typesAndValues.length; i++) {
            if (typesAndValues[i] instanceof Literal literal) {
                args.add(literal);
            } else {
                DataType argType = (DataType) typesAndValues[i++];
                args.add(col(types.size(), argType));
                types.add(argType);
                row.add(typesAndValues[i]);
            }
        }
        ColumnBatch batch = batch(types, List.of(row));
        return eval(call(function, type, args.toArray(Expr[]::new)), batch, context)
                .get(0);
    }

    static Object cast(Object value, DataType from, DataType to) {
        return apply(UTC, "CAST", to, from, value);
    }

    static List<Integer> select(Expr predicate, ColumnBatch batch) {
        Selection selection = CompiledPredicate.compile(predicate).select(batch, UTC);
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < selection.count(); i++) {
            rows.add(selection.row(i));
        }
        return rows;
    }

    static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
