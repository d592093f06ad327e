package io.millrace.sql;

/** Describes a table that is outside, to be read on and on. Used by one thread. */
public final class DataStreamReader extends TableReader<DataStreamReader> {
    DataStreamReader(TableLoader loader) {
        super(loader);
    }

    @Override
    DataStreamReader self() {
        return this;
    }

    /**
     * What the table is called in plans and checkpoints. Without it the name is made of format, options and columns: give one
     * where these may change between two starts of a query.
     */
    public DataStreamReader name(String name) {
        loader.spec().name(name);
        return this;
    }
}
