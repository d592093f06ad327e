package io.millrace.sql;

/** Begins the description of a window of rows around each, for {@link Column#over}. */
public final class Window {
    /** The first row of the partition. */
    public static final long unboundedPreceding = Long.MIN_VALUE;

    /** The row itself. */
    public static final long currentRow = 0;

    private Window() {}

    public static WindowSpec partitionBy(String... columns) {
        return WindowSpec.EMPTY.partitionBy(columns);
    }

    public static WindowSpec partitionBy(Column... columns) {
        return WindowSpec.EMPTY.partitionBy(columns);
    }

    public static WindowSpec orderBy(String... columns) {
        return WindowSpec.EMPTY.orderBy(columns);
    }

    public static WindowSpec orderBy(Column... columns) {
        return WindowSpec.EMPTY.orderBy(columns);
    }
}
