package io.millrace.sql;

/**
 * What a program does with the rows of each micro-batch.
 *
 * <p>After a failure a micro-batch may come a second time, with the same id and the same rows: who remembers the last id that
 * took effect has each of them once. Calls come one after the other.
 */
@FunctionalInterface
public interface ForeachBatchFunction {
    /** @param rows a batch frame, to be read as often as wanted, also after the call */
    void call(DataFrame rows, Long batchId) throws Exception;
}
