package io.millrace.sql;

import static io.millrace.sql.functions.col;
import static io.millrace.sql.functions.sum;
import static io.millrace.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.streaming.ExpiredTimerInfo;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.ListState;
import io.millrace.sql.streaming.MapState;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.StatefulProcessor;
import io.millrace.sql.streaming.TTLConfig;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.streaming.TimerValues;
import io.millrace.sql.testing.QueryTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the page of datasets are parts of this class. */
class DatasetPageTest {
    private static final Path HERE = Path.of("src/test/java/io/millrace/sql/DatasetPageTest.java");

    record Trip(String zone, long fare, LocalDateTime at) {}

    record Bill(String zone, double sum) {}

    record Stop(String zone, LocalDateTime at) {}

    /** Without blanks: how lines are broken is the formatter's. */
    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void everyExampleIsHere() throws IOException {
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(DocsPage.read("dataset.md").text())
                .results()
                .map(block -> plain(block.group(1)))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        assertThat(blocks)
                .allSatisfy(block -> assertThat(plain(Files.readString(HERE))).contains(block));
    }

    @Test
    void everyMethodThatThePageNamesIsThere() throws IOException {
        String text = DocsPage.read("dataset.md").text();
        String list = text.substring(text.indexOf("Methods: `"), text.indexOf(", whose `foreachBatch`"));
        List<String> names = Pattern.compile("`([^`]+)`")
                .matcher(list)
                .results()
                .flatMap(quoted -> Arrays.stream(quoted.group(1).split("[,\\s]+")))
                .toList();
        assertThat(names).hasSizeGreaterThan(25);
        assertThat(Arrays.stream(Dataset.class.getMethods()).map(Method::getName))
                .containsAll(names);
    }

    private static MemoryStream some(Session session) {
        MemoryStream added =
                session.memoryStream("trips", "zone VARCHAR, fare INTEGER, at TIMESTAMP(3), driver VARCHAR");
        return added.add("north", 10, "2026-01-01 10:00:01", "ann")
                .add("south", 20, "2026-01-01 10:00:04", "bob")
                .add("north", 30, "2026-01-01 10:00:08", null);
    }

    @Test
    void theExamplesOfBatchesRun() {
        try (Session session = Session.create()) {
            some(session);
            Dataset<Trip> trips = session.table("trips").as(Trip.class);
            List<Bill> bills = trips.filter(trip -> trip.fare() > 10)
                    .map(trip -> new Bill(trip.zone(), trip.fare() * 1.19), Bill.class)
                    .collectAsList();
            assertThat(bills).hasSize(2).contains(new Bill("north", 30 * 1.19));
            KeyValueGroupedDataset<String, Trip> byZone = trips.groupByKey(Trip::zone, String.class);
            List<Tuple2<String, Long>> counts = byZone.count().collectAsList();
            Dataset<Tuple2<String, Trip>> dearest = byZone.reduceGroups((a, b) -> a.fare() > b.fare() ? a : b);
            DataFrame totals = byZone.agg(sum("fare").as("total"));
            assertThat(counts).containsExactlyInAnyOrder(new Tuple2<>("north", 2L), new Tuple2<>("south", 1L));
            assertThat(dearest.map(pair -> pair._1() + pair._2().fare(), String.class)
                            .collectAsList())
                    .containsExactlyInAnyOrder("north30", "south20");
            assertThat(totals.orderBy("key").collectAsList())
                    .containsExactly(Row.of("north", 40L), Row.of("south", 20L));
            compare(byZone, session.createDataset(List.of(new Bill("north", 1)), Bill.class));
        }
    }

    private static void compare(KeyValueGroupedDataset<String, Trip> byZone, Dataset<Bill> bills) {
        Dataset<String> compared = byZone.cogroup(
                bills.groupByKey(Bill::zone, String.class),
                (zone, ours, theirs) -> List.of(zone + (theirs.hasNext() ? " is billed" : " is not"))
                        .iterator(),
                String.class);
        assertThat(compared.collectAsList()).containsExactlyInAnyOrder("north is billed", "south is not");
    }

    @Test
    void theExamplesOfStreamsRun() {
        try (Session session = Session.create()) {
            MemoryStream input = some(session);
            Dataset<Trip> stream = input.toDF().withWatermark("at", "5 seconds").as(Trip.class);
            Dataset<String> visits = stream.groupByKey(Trip::zone, String.class)
                    .flatMapGroupsWithState(
                            (zone, arrived, state) -> {
                                if (state.hasTimedOut()) {
                                    String last = zone + " is quiet, after " + state.get() + " trips";
                                    state.remove();
                                    return List.of(last).iterator();
                                }
                                long count = state.getOption().orElse(0L);
                                LocalDateTime newest = LocalDateTime.MIN;
                                while (arrived.hasNext()) {
                                    LocalDateTime at = arrived.next().at();
                                    newest = at.isAfter(newest) ? at : newest;
                                    count++;
                                }
                                state.update(count);
                                state.setTimeoutTimestamp(newest.plusMinutes(10));
                                return Collections.emptyIterator();
                            },
                            OutputMode.Append(),
                            Long.class,
                            String.class,
                            GroupStateTimeout.EventTimeTimeout());
            Dataset<String> pace = stream.groupByKey(Trip::zone, String.class)
                    .transformWithState(Pace::new, TimeMode.EventTime(), OutputMode.Append(), String.class);
            Dataset<Stop> stops = stream.groupByKey(Trip::zone, String.class)
                    .transformWithState(Stops::new, "at", OutputMode.Append(), Stop.class);
            DataFrame stopsPerHour = stops.groupBy(window(col("at"), "1 hour")).count();
            input.end();
            try (QueryTest hours = QueryTest.of(stopsPerHour.select("count"), "append")) {
                hours.assertRows("[3]");
            }
            try (QueryTest quiet = QueryTest.of(visits.toDF());
                    QueryTest paces = QueryTest.of(pace.toDF())) {
                quiet.assertRows("[south is quiet, after 1 trips]", "[north is quiet, after 2 trips]");
                paces.assertRows("[north made 40]", "[south made 20]", "[north made 0]");
            }
        }
    }

    static final class Stops extends StatefulProcessor<String, Trip, Stop> {
        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {}

        @Override
        public Iterator<Stop> handleInputRows(String zone, Iterator<Trip> trips, TimerValues times) {
            trips.forEachRemaining(trip -> getHandle().registerTimer(trip.at().plusMinutes(20)));
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<Stop> handleExpiredTimer(String zone, TimerValues times, ExpiredTimerInfo timer) {
            return List.of(new Stop(zone, timer.getExpiryTime())).iterator();
        }
    }

    static final class Pace extends StatefulProcessor<String, Trip, String> {
        private ListState<Long> fares;
        private MapState<Long, Long> byFare;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            fares = getHandle().getListState("fares", Long.class);
            byFare = getHandle().getMapState("by fare", Long.class, Long.class, new TTLConfig(Duration.ofHours(1)));
        }

        @Override
        public Iterator<String> handleInputRows(String zone, Iterator<Trip> trips, TimerValues times) {
            while (trips.hasNext()) {
                Trip trip = trips.next();
                fares.appendValue(trip.fare());
                byFare.updateValue(trip.fare(), 1L);
                getHandle().registerTimer(trip.at().plusMinutes(1));
            }
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<String> handleExpiredTimer(String zone, TimerValues times, ExpiredTimerInfo timer) {
            long sum = 0;
            for (Iterator<Long> all = fares.get(); all.hasNext(); ) {
                sum += all.next();
            }
            fares.clear();
            return List.of(zone + " made " + sum).iterator();
        }
    }
}
