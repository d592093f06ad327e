package io.millrace.benchmarks;

import io.millrace.sql.Session;
import io.millrace.sql.streaming.GroupState;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.Trigger;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** An example program: cards that pay in two cities within ten minutes, from CSV files. */
final class FraudAlerts {
    record Payment(String card, String city, LocalDateTime at) {}

    static List<String> run(Path payments, Path checkpoint) {
        List<String> alerts = new ArrayList<>();
        try (Session session = Session.create()) {
            session.readStream()
                    .schema("card STRING, city STRING, at TIMESTAMP(3)")
                    .csv(payments.toString())
                    .withWatermark("at", "1 minute")
                    .as(Payment.class)
                    .groupByKey(Payment::card, String.class)
                    .flatMapGroupsWithState(
                            FraudAlerts::twoCities,
                            OutputMode.Append(),
                            Payment.class,
                            String.class,
                            GroupStateTimeout.EventTimeTimeout())
                    .writeStream()
                    .option("checkpointLocation", checkpoint.toString())
                    .trigger(Trigger.AvailableNow())
                    .foreachBatch((batch, id) -> alerts.addAll(batch.collectAsList()))
                    .start()
                    .awaitTermination();
        }
        return alerts;
    }

    /** Keeps the last payment of a card for ten minutes. */
    private static Iterator<String> twoCities(String card, Iterator<Payment> payments, GroupState<Payment> last) {
        List<String> alerts = new ArrayList<>();
        payments.forEachRemaining(now -> {
            last.getOption()
                    .filter(was -> !was.city().equals(now.city())
                            && now.at().isBefore(was.at().plusMinutes(10)))
                    .ifPresent(was -> alerts.add(card + " in " + was.city() + " and " + now.city()));
            last.update(now);
            last.setTimeoutTimestamp(now.at().plusMinutes(10));
        });
        if (last.hasTimedOut()) {
            last.remove();
        }
        return alerts.iterator();
    }
}
