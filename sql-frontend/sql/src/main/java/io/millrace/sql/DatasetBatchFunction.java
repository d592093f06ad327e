package io.millrace.sql;

/** What a program does with the objects of a micro-batch. After a failure the same batch comes again, under the same id. */
@FunctionalInterface
public interface DatasetBatchFunction<T> {
    void call(Dataset<T> batch, long batchId) throws Exception;
}
