package io.millrace.connector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A condition {@code column comparison value} that every row meets which a query goes on with. NULL meets none.
 *
 * @param column position among the columns that the source gives
 * @param value Long for a column of LONG storage, String for VARCHAR; never null
 */
public record RowCondition(int column, Comparison comparison, Object value) {

    /** How the column relates to the value. */
    public enum Comparison {
        EQUAL("="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** As SQL has it. */
        public String sign() {
            return sign;
        }

        /** The same with both sides exchanged. */
        public Comparison mirrored() {
            return switch (this) {
                case EQUAL -> EQUAL;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    public RowCondition with(Comparison other) {
        return new RowCondition(column, other, value);
    }

    /** Whether a value, of the same class as this condition's or null, meets it. */
    public boolean holds(Object other) {
        if (other == null) {
            return false;
        }
        int toValue = other instanceof Long number
                ? Long.compare(number, (Long) value)
                : Arrays.compareUnsigned(bytes(other), bytes(value));
        return mayHold(toValue, toValue);
    }

    private static byte[] bytes(Object text) {
        return ((String) text).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a value from {@code min} to {@code max}, as they compare with this condition's value, may meet it. */
    public boolean mayHold(int minToValue, int maxToValue) {
        return switch (comparison) {
            case EQUAL -> minToValue <= 0 && maxToValue >= 0;
            case LESS -> minToValue < 0;
            case LESS_OR_EQUAL -> minToValue <= 0;
            case GREATER -> maxToValue > 0;
            case GREATER_OR_EQUAL -> maxToValue >= 0;
        };
    }
}
