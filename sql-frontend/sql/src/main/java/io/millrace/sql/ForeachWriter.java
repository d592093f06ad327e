package io.millrace.sql;

/** What a program does with each row of a query, micro-batch by micro-batch. After a failure one may come a second time. */
public abstract class ForeachWriter<T> {
    /** Begins the rows of a micro-batch; false to leave them out. */
    public abstract boolean open(long partition, long batchId);

    public abstract void process(T row);

    /** @param error why not all rows came; null when they did */
    public abstract void close(Throwable error);
}
