package io.millrace.sql;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.function.VoidFunction2;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.Trigger;
import io.millrace.sql.typed.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As {@link DataStreamWriter}, with objects for functions of the program. Used by one thread. */
public final class DatasetStreamWriter<T> {
    private final Dataset<T> dataset;
    private final DataStreamWriter writer;

    DatasetStreamWriter(Dataset<T> dataset) {
        this.dataset = dataset;
        this.writer = dataset.toDF().writeStream();
    }

    /** @param mode append, update, complete or changelog; without it the first of append and update that fits */
    public DatasetStreamWriter<T> outputMode(String mode) {
        writer.outputMode(mode);
        return this;
    }

    public DatasetStreamWriter<T> outputMode(OutputMode mode) {
        writer.outputMode(mode);
        return this;
    }

    public DatasetStreamWriter<T> format(String format) {
        writer.format(format);
        return this;
    }

    /** An option of the connector, or {@code checkpointLocation}: see {@link DataStreamWriter#option}. */
    public DatasetStreamWriter<T> option(String key, String value) {
        writer.option(key, value);
        return this;
    }

    public DatasetStreamWriter<T> option(String key, long value) {
        writer.option(key, value);
        return this;
    }

    public DatasetStreamWriter<T> option(String key, boolean value) {
        writer.option(key, value);
        return this;
    }

    public DatasetStreamWriter<T> options(Map<String, String> options) {
        writer.options(options);
        return this;
    }

    public DatasetStreamWriter<T> trigger(Trigger trigger) {
        writer.trigger(trigger);
        return this;
    }

    public DatasetStreamWriter<T> queryName(String name) {
        writer.queryName(name);
        return this;
    }

    /** See {@link DataStreamWriter#partitionBy}. */
    public DatasetStreamWriter<T> partitionBy(String... columns) {
        writer.partitionBy(columns);
        return this;
    }

    /** Gives the objects of each micro-batch, and its id, to a function: see {@link DataStreamWriter#foreachBatch}. */
    public DatasetStreamWriter<T> foreachBatch(VoidFunction2<Dataset<T>, Long> function) {
        writer.foreachBatch((batch, id) -> function.call(dataset.of(batch), id));
        return this;
    }

    /** Gives each object to a function. */
    public DatasetStreamWriter<T> foreach(ForeachWriter<T> each) {
        Decoder<T> decoder = dataset.decoder();
        writer.foreach(new ForeachWriter<Row>() {
            @Override
            public boolean open(long partition, long batchId) {
                return each.open(partition, batchId);
            }

            @Override
            public void process(Row row) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    values.add(JavaValues.toColumn(row.get(i), row.schema().type(i)));
                }
                each.process(decoder.ofWhole(values));
            }

            @Override
            public void close(Throwable error) {
                each.close(error);
            }
        });
        return this;
    }

    /** Starts a query that goes on until it is stopped, or its input ends. */
    public StreamingQuery start() {
        return writer.start();
    }

    /** @param path of the folder of files */
    public StreamingQuery start(String path) {
        return writer.start(path);
    }

    /** Starts a query that writes into a table of the session; one that is not there yet is made, in memory. */
    public StreamingQuery toTable(String table) {
        return writer.toTable(table);
    }
}
