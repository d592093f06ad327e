package io.millrace.sql;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.function.VoidFunction2;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.Trigger;
import java.util.Arrays;
import java.util.Map;

/**
 * Describes where the rows of a stream go, and starts the query that takes them there. Used by one thread.
 *
 * <p>Formats: {@code console} writes tables to the console, {@code memory} keeps rows in a table of the query's name, {@code
 * noop} forgets them; {@code csv, json, parquet} are of files; any other is the name of a connector. Options are those of the
 * connector and the format, and {@code checkpointLocation}.
 */
public final class DataStreamWriter {
    private final DataFrame frame;
    private final StreamStart start;

    DataStreamWriter(DataFrame frame) {
        this.frame = frame;
        this.start = new StreamStart(frame);
    }

    /** @param mode append, update, complete or changelog; without it the first of append and update that fits */
    public DataStreamWriter outputMode(String mode) {
        start.mode(mode);
        return this;
    }

    public DataStreamWriter outputMode(OutputMode mode) {
        start.mode(mode.mode());
        return this;
    }

    public DataStreamWriter format(String format) {
        start.format(format);
        return this;
    }

    /**
     * An option of the connector, or {@code checkpointLocation}: the folder of the query's checkpoint. With {@link #queryName}
     * that is a folder of the query's name in there. Or {@code restart}, {@code restart.attempts}, {@code restart.delay},
     * {@code restart.delay-max} and {@code state.retain-batches}, which are as SET has them.
     */
    public DataStreamWriter option(String key, String value) {
        start.option(key, value);
        return this;
    }

    public DataStreamWriter option(String key, long value) {
        return option(key, Long.toString(value));
    }

    public DataStreamWriter option(String key, boolean value) {
        return option(key, Boolean.toString(value));
    }

    public DataStreamWriter options(Map<String, String> options) {
        options.forEach(this::option);
        return this;
    }

    public DataStreamWriter trigger(Trigger trigger) {
        start.trigger(trigger);
        return this;
    }

    public DataStreamWriter queryName(String name) {
        start.name(name);
        return this;
    }

    /** Of files: rows go into folders by the values of these columns, {@code zone=north/}, which the files do not have. */
    public DataStreamWriter partitionBy(String... columns) {
        start.partitionBy(Arrays.asList(columns));
        return this;
    }

    /**
     * Gives the rows of each micro-batch, and its id, to a function: as a batch frame, to be read as often as wanted, also after
     * the call. Calls come one after the other. After a failure a micro-batch may come a second time, with the same id and the
     * same rows: who remembers the last id that took effect has each of them once.
     */
    public DataStreamWriter foreachBatch(VoidFunction2<DataFrame, Long> function) {
        start.foreachBatch(function);
        return this;
    }

    /** Gives each row to a function. */
    public DataStreamWriter foreach(ForeachWriter<Row> writer) {
        start.foreach(writer);
        return this;
    }

    /** Starts a query that goes on until it is stopped, or its input ends. */
    public StreamingQuery start() {
        return frame.session().frames().start(start);
    }

    /** @param path of the folder of files */
    public StreamingQuery start(String path) {
        return option("path", path).start();
    }

    /** Starts a query that writes into a table of the session; one that is not there yet is made, in memory. */
    public StreamingQuery toTable(String table) {
        start.table(table);
        return start();
    }
}
