package io.millrace.connectors.parquet;

/**
 * What the stored values of a column mean.
 *
 * @param a number of bits of INTEGER, precision of DECIMAL, {@link #MILLIS}, {@link #MICROS} or {@link #NANOS} of times
 * @param b scale of DECIMAL; 1 for a signed INTEGER
 */
record Meaning(Kind kind, int a, int b) {
    static final int MILLIS = 1;
    static final int MICROS = 2;
    static final int NANOS = 3;

    enum Kind {
        NONE,
        STRING,
        ENUM,
        JSON,
        INTEGER,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        /** One that is not read, by name in {@link Leaf#refused()}. */
        OTHER
    }

    static final Meaning NONE = of(Kind.NONE);

    static Meaning of(Kind kind) {
        return new Meaning(kind, 0, 0);
    }

    static Meaning integer(int bits, boolean signed) {
        return new Meaning(Kind.INTEGER, bits, signed ? 1 : 0);
    }

    boolean signed() {
        return b == 1;
    }

    /** For errors: {@code TIMESTAMP in milliseconds}. */
    String text() {
        return switch (kind) {
            case NONE, OTHER -> "";
            case INTEGER -> (signed() ? "signed, " : "unsigned, ") + a + " bits";
            case DECIMAL -> "DECIMAL(" + a + ", " + b + ")";
            case TIME, TIMESTAMP -> kind + " in " + unit();
            default -> kind.name();
        };
    }

    private String unit() {
        return a == MILLIS ? "milliseconds" : a == MICROS ? "microseconds" : "nanoseconds";
    }
}
