package io.millrace.sql.expr;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Gives interval literals of a parsed statement their microseconds back, which Calcite would cut to milliseconds. */
public final class ExactIntervals {
    private ExactIntervals() {}

    /** Replaces, in place, the literals with more than three fraction digits. Call it between parsing and validation. */
    public static SqlNode apply(SqlNode statement) {
        statement.accept(new Replacer());
        return exact(statement);
    }

    private static SqlNode exact(SqlNode node) {
        if (!(node instanceof SqlIntervalLiteral literal) || literal instanceof Exact || literal.getValue() == null) {
            return node;
        }
        SqlIntervalLiteral.IntervalValue value = literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
        String text = value.getIntervalLiteral();
        int point = text.indexOf('.');
        return point < 0 || text.length() - point <= 4 ? node : new Exact(value, literal, text.substring(point + 4));
    }

    private static final class Replacer extends SqlBasicVisitor<Void> {
        @Override
        public Void visit(SqlCall call) {
            for (int i = 0; i < call.operandCount(); i++) {
                SqlNode operand = call.getOperandList().get(i);
                if (operand != null && exact(operand) != operand) {
                    call.setOperand(i, exact(operand));
                }
            }
            return super.visit(call);
        }

        @Override
        public Void visit(SqlNodeList list) {
            list.replaceAll(node -> node == null ? null : exact(node));
            return super.visit(list);
        }
    }

    /** A literal whose value, in milliseconds as Calcite has it, keeps its fraction. */
    private static final class Exact extends SqlIntervalLiteral {
        private final BigDecimal microsOfMilli;

        Exact(IntervalValue value, SqlIntervalLiteral literal, String digitsAfterMillis) {
            this(
                    value.getSign(),
                    value.getIntervalLiteral(),
                    value.getIntervalQualifier(),
                    literal.getTypeName(),
                    literal.getParserPosition(),
                    new BigDecimal("0." + digitsAfterMillis));
        }

        private Exact(
                int sign,
                String text,
                SqlIntervalQualifier qualifier,
                SqlTypeName typeName,
                SqlParserPos pos,
                BigDecimal microsOfMilli) {
            super(sign, text, qualifier, typeName, pos);
            this.microsOfMilli = microsOfMilli;
        }

        @Override
        public SqlIntervalLiteral clone(SqlParserPos pos) {
            IntervalValue value = getValueAs(IntervalValue.class);
            return new Exact(
                    value.getSign(),
                    value.getIntervalLiteral(),
                    value.getIntervalQualifier(),
                    getTypeName(),
                    pos,
                    microsOfMilli);
        }

        @Override
        public <T> T getValueAs(Class<T> clazz) {
            if (clazz != BigDecimal.class) {
                return super.getValueAs(clazz);
            }
            IntervalValue value = super.getValueAs(IntervalValue.class);
            boolean negative =
                    value.getIntervalLiteral().trim().startsWith("-") ? value.getSign() > 0 : value.getSign() < 0;
            BigDecimal millis = super.getValueAs(BigDecimal.class);
            return clazz.cast(negative ? millis.subtract(microsOfMilli) : millis.add(microsOfMilli));
        }
    }
}
