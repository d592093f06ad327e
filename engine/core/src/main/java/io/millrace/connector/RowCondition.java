package io.millrace.connector;

/**
 * A condition {@code column comparison value} that every row meets which a query goes on with. NULL meets none.
 *
 * @param column position among the columns that the source gives
 * @param value Long for a column of LONG storage, String for VARCHAR; never null
 */
public record RowCondition(int column, Comparison comparison, Object value) {

    /** How the column relates to the value. */
    public enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

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
