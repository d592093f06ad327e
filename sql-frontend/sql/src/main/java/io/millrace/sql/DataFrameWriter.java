package io.millrace.sql;

import java.util.Arrays;
import java.util.Map;

/** Writes the rows of a batch {@link DataFrame} to what is outside: behind what is there, if no other {@link
 * #mode} is said. Used by one thread. */
public final class DataFrameWriter {
    private final DataFrame frame;
    private final TableSpec spec = new TableSpec();
    private SaveMode mode = SaveMode.Append;

    DataFrameWriter(DataFrame frame) {
        this.frame = frame;
    }

    public DataFrameWriter format(String format) {
        spec.format(format);
        return this;
    }

    public DataFrameWriter option(String key, String value) {
        spec.option(key, value);
        return this;
    }

    public DataFrameWriter option(String key, long value) {
        return option(key, Long.toString(value));
    }

    public DataFrameWriter option(String key, boolean value) {
        return option(key, Boolean.toString(value));
    }

    public DataFrameWriter options(Map<String, String> options) {
        options.forEach(this::option);
        return this;
    }

    /** @param name append, overwrite, ignore or errorifexists; append if this is not called */
    public DataFrameWriter mode(String name) {
        return mode(SaveMode.of(name));
    }

    public DataFrameWriter mode(SaveMode newMode) {
        mode = newMode;
        return this;
    }

    /** Of files: rows go into folders by the values of these columns, {@code zone=north/}, which the files do not have. */
    public DataFrameWriter partitionBy(String... columns) {
        spec.partitionBy(frame.schema(), Arrays.asList(columns));
        return this;
    }

    public void save() {
        spec.columns(frame.schema());
        frame.session().writers().write(frame, spec, mode);
    }

    /** @param path of the folder of files */
    public void save(String path) {
        option("path", path).save();
    }

    public void csv(String path) {
        format("csv").save(path);
    }

    public void json(String path) {
        format("json").save(path);
    }

    public void parquet(String path) {
        format("parquet").save(path);
    }

    /** Into a table of the session, columns by position; in mode overwrite in place of the rows that it has. */
    public void insertInto(String table) {
        frame.session().writers().insert(frame, table, mode == SaveMode.Overwrite ? mode : SaveMode.Append);
    }

    /**
     * As {@link #insertInto}; a table that is not there yet is made, of the {@code memory} connector if no format is given.
     * In modes ignore and errorifexists it must not be there.
     */
    public void saveAsTable(String table) {
        frame.session().writers().save(frame, table, spec, mode);
    }
}
