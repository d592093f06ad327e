package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Locale;
import java.util.Map;

/** Writes the rows of a batch {@link DataFrame} to what is outside, behind what is there. Used by one thread. */
public final class DataFrameWriter {
    private final DataFrame frame;
    private final TableSpec spec = new TableSpec();

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

    /** Only {@code append}: what is there stays. */
    public DataFrameWriter mode(String mode) {
        if (!mode.toLowerCase(Locale.ROOT).equals("append")) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED, "mode \"" + mode + "\" is not there; rows are appended: mode(\"append\")");
        }
        return this;
    }

    public void save() {
        spec.columns(frame.schema());
        frame.session().writers().write(frame, spec);
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

    /** Into a table of the session, columns by position. */
    public void insertInto(String table) {
        frame.session().writers().insert(frame, table);
    }

    /** As {@link #insertInto}; a table that is not there yet is made, of the {@code memory} connector if no format is given. */
    public void saveAsTable(String table) {
        frame.session().writers().create(frame, table, spec);
        insertInto(table);
    }
}
