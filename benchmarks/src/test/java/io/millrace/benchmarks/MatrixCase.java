package io.millrace.benchmarks;

/** A way of grouping rows with a group of aggregates. */
record MatrixCase(WindowKind kind, AggregateCalls calls) {
    String query() {
        return kind.query().replace("$calls", calls.ours());
    }

    @Override
    public String toString() {
        return calls.name() + ", " + kind.name();
    }
}
