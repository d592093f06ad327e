package io.millrace.sql.plan;

import java.util.Set;
import java.util.TreeSet;

/**
 * What the tables under a relation say of its watermark.
 *
 * @param bounded whether all of them end by themselves
 * @param watermarked whether any of them has a watermark, or a clock in its place
 * @param silent unbounded tables without a watermark: over them nothing is ever final
 */
record Sources(boolean bounded, boolean watermarked, Set<String> silent) {

    /** No table at all: constants. */
    static final Sources NONE = new Sources(true, false, Set.of());

    Sources and(Sources other) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(silent);
        names.addAll(other.silent);
        return new Sources(bounded && other.bounded, watermarked || other.watermarked, names);
    }

    /** Whether the watermark is nothing until all input has been read, and the end then. */
    boolean onlyEnds() {
        return bounded && !watermarked;
    }

    /** Whether the watermark will ever rise. */
    boolean closes() {
        return silent.isEmpty();
    }
}
