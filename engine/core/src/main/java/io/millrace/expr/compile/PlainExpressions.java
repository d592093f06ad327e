package io.millrace.expr.compile;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import java.util.Arrays;

/** Expressions that need no loop: a column of the input as it is, or a constant. Threads: one at a time. */
public final class PlainExpressions {
    private final int index;
    private final Literal literal;
    private Column constant;

    private PlainExpressions(int index, Literal literal) {
        this.index = index;
        this.literal = literal;
    }

    /** Null when the expression needs a loop. */
    public static PlainExpressions of(Expr expr) {
        Expr inner = expr;
        while (inner instanceof Call call && call.function().equals("CAST") && keepsValue(call)) {
            inner = call.args().get(0);
        }
        if (inner instanceof InputRef column) {
            return new PlainExpressions(column.index(), null);
        }
        return expr instanceof Literal literal ? new PlainExpressions(-1, literal) : null;
    }

    /** Whether the cast changes nothing about how any value is held. */
    private static boolean keepsValue(Call cast) {
        DataType from = cast.args().get(0).type();
        DataType to = cast.type();
        if (from.equals(to)) {
            return true;
        }
        if (from.isInteger() && to.isInteger()) {
            return from.kind().compareTo(to.kind()) <= 0;
        }
        boolean sameKind = from.kind() == to.kind();
        return switch (to.kind()) {
            case VARCHAR ->
                from.isString()
                        && (to.precision() < 0 || (from.precision() >= 0 && from.precision() <= to.precision()));
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> sameKind && from.precision() <= to.precision();
            case DOUBLE -> from.kind() == DataType.Kind.REAL;
            default -> false;
        };
    }

    public Column column(ColumnBatch batch) {
        if (literal == null) {
            return batch.column(index);
        }
        int rows = batch.rowCount();
        if (constant == null || constant.rowCount() < rows) {
            constant = constant(rows);
        }
        return constant.rowCount() == rows ? constant : shortened(rows);
    }

    private Column constant(int rows) {
        Object value = literal.value();
        ColumnBuilder builder = ColumnBuilder.of(literal.type(), rows);
        if (literal.type().storage() == DataType.Storage.OBJECT) {
            Object[] values = new Object[rows];
            Arrays.fill(values, value);
            return ObjectColumn.of(values);
        }
        for (int i = 0; i < rows; i++) {
            builder.append(value);
        }
        return builder.build();
    }

    /** The same arrays, of which fewer rows count. */
    private Column shortened(int rows) {
        if (constant instanceof LongColumn c) {
            return new LongColumn(c.values(), c.nulls(), rows);
        }
        if (constant instanceof DoubleColumn c) {
            return new DoubleColumn(c.values(), c.nulls(), rows);
        }
        if (constant instanceof BytesColumn c) {
            return new BytesColumn(c.data(), c.offsets(), c.nulls(), rows);
        }
        ObjectColumn c = (ObjectColumn) constant;
        return new ObjectColumn(c.values(), c.nulls(), rows);
    }
}
