package io.millrace.sql;

import io.millrace.columnar.Schema;
import io.millrace.sql.types.StructType;
import java.util.Map;

/**
 * Describes a table that is outside. Used by one thread.
 *
 * <p>Formats: {@code csv, json, parquet, text} are of files; any other is the name of a connector. Options are those of the
 * connector and the format; an unknown one is refused with the nearest name.
 *
 * @param <R> the reader itself
 */
public abstract sealed class TableReader<R extends TableReader<R>> permits DataFrameReader, DataStreamReader {
    final TableLoader loader;

    TableReader(TableLoader loader) {
        this.loader = loader;
    }

    abstract R self();

    public R format(String format) {
        loader.spec().format(format);
        return self();
    }

    public R option(String key, String value) {
        loader.spec().option(key, value);
        return self();
    }

    public R option(String key, long value) {
        return option(key, Long.toString(value));
    }

    public R option(String key, boolean value) {
        return option(key, Boolean.toString(value));
    }

    public R options(Map<String, String> options) {
        options.forEach(this::option);
        return self();
    }

    /** The columns as in CREATE TABLE: {@code "id BIGINT, ts TIMESTAMP(3)"}; computed ones and a WATERMARK too. */
    public R schema(String columns) {
        loader.spec().columns(columns);
        return self();
    }

    public R schema(Schema schema) {
        loader.spec().columns(schema);
        return self();
    }

    public R schema(StructType columns) {
        return schema(columns.toSchema());
    }

    public DataFrame load() {
        return loader.load();
    }

    /** @param path of the file, or the folder of files */
    public DataFrame load(String path) {
        return option("path", path).load();
    }

    public DataFrame csv(String path) {
        return format("csv").load(path);
    }

    public DataFrame json(String path) {
        return format("json").load(path);
    }

    public DataFrame parquet(String path) {
        return format("parquet").load(path);
    }

    /** The lines of files, as one column {@code value}. */
    public DataFrame text(String path) {
        return format("text").load(path);
    }

    /** As {@link #text}, the lines as objects. */
    public Dataset<String> textFile(String path) {
        return text(path).as(String.class);
    }

    /** A table or view of the session. */
    public DataFrame table(String name) {
        return loader.table(name);
    }
}
