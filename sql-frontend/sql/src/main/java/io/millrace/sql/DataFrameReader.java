package io.millrace.sql;

/** Describes a table that is outside, to be read as it is now. Used by one thread. */
public final class DataFrameReader extends TableReader<DataFrameReader> {
    DataFrameReader(TableLoader loader) {
        super(loader);
    }

    @Override
    DataFrameReader self() {
        return this;
    }
}
