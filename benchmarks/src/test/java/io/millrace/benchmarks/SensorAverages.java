package io.millrace.benchmarks;

import static io.millrace.sql.functions.*;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.DataFrame;
import io.millrace.sql.Row;
import io.millrace.sql.Session;
import io.millrace.sql.streaming.Trigger;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** An example program: the average of each sensor by minute, from CSV files, to whoever a function tells. */
final class SensorAverages {
    private final Map<String, Double> averages = new TreeMap<>();

    static Map<String, Double> run(Path readings, Path checkpoint) {
        SensorAverages program = new SensorAverages();
        try (Session session = Session.create()) {
            DataFrame perMinute = session.readStream()
                    .schema("sensor STRING, degrees DOUBLE, at TIMESTAMP(3)")
                    .csv(readings.toString())
                    .withWatermark("at", "10 seconds")
                    .filter(col("degrees").between(-50.0, 150.0))
                    .groupBy(window(col("at"), "1 minute"), col("sensor"))
                    .agg(avg("degrees").as("average"))
                    .select(col("window.start").as("minute"), col("sensor"), col("average"));
            StreamingQuery query = perMinute
                    .writeStream()
                    .outputMode("append")
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", checkpoint.toString())
                    .foreachBatch(program::tell)
                    .start();
            query.awaitTermination();
        }
        return program.averages;
    }

    /** A batch may come again after a failure: by minute and sensor it changes nothing then. */
    private void tell(DataFrame batch, Long batchId) {
        for (Row row : batch.collect()) {
            averages.put(row.get("minute") + " " + row.get("sensor"), row.getAs("average"));
        }
    }
}
