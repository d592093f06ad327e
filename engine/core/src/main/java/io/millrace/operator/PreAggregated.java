package io.millrace.operator;

/** An operator that takes groups of rows besides rows. */
public interface PreAggregated extends StatefulOperator {
    /**
     * Takes the groups of this share's keys, as if their rows had come now.
     *
     * <p>Ownership: the groups are borrowed until the call returns, and not changed.
     */
    void merge(PartialGroups partial, Output out);
}
