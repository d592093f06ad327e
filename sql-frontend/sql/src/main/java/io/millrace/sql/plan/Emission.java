package io.millrace.sql.plan;

/** In which of its forms each operator of a plan is built; follows from the output mode. */
enum Emission {
    /** A batch query: all is final at the end of the input. */
    BATCH,
    /** Append mode: only what is final is given. */
    FINAL,
    /** Update and changelog mode: changes are given as they come. */
    CHANGES,
    /** Complete mode: changes, and nothing is ever evicted or late. */
    COMPLETE;

    /** Whether results wait until they are final. */
    boolean waits() {
        return this == BATCH || this == FINAL;
    }
}
