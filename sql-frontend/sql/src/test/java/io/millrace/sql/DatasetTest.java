package io.millrace.sql;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.function.MapFunction;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.testing.QueryTest;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Datasets of records: functions over objects, in batches and in streams. */
class DatasetTest {
    record Trip(String zone, long fare) {}

    record Fare(String zone, double total) {}

    record Key(String zone, boolean dear) {}

    enum Kind {
        SHORT,
        LONG
    }

    record Place(String name, Integer floor) {}

    record Nested(
            long id, Place place, List<Place> stops, Map<String, Long> counts, Optional<String> note, Kind kind) {}

    private final Session session = Session.create();

    @AfterEach
    void close() {
        session.close();
    }

    private final List<Trip> some =
            List.of(new Trip("north", 10), new Trip("south", 20), new Trip("north", 30), new Trip("east", 5));

    private Dataset<Trip> trips() {
        return session.createDataset(some, Trip.class);
    }

    @Test
    void functionsOverObjects() {
        assertThat(trips().map(trip -> new Fare(trip.zone(), trip.fare() * 1.5), Fare.class)
                        .filter(fare -> fare.total() > 10)
                        .collectAsList())
                .containsExactly(new Fare("north", 15), new Fare("south", 30), new Fare("north", 45));
        assertThat(trips().flatMap(
                                trip -> List.of(trip.zone(), trip.zone() + trip.fare())
                                        .iterator(),
                                String.class)
                        .filter("value LIKE 'n%'")
                        .collectAsList())
                .containsExactly("north", "north10", "north", "north30");
        assertThat(trips().mapPartitions(DatasetTest::sum, Long.class)
                        .toDF()
                        .agg(functions.sum("value"))
                        .first()
                        .getLong(0))
                .isEqualTo(65);
        assertThat(trips().map(Trip::fare, Long.class).first()).isEqualTo(10L);
    }

    private static Iterator<Long> sum(Iterator<Trip> trips) {
        long sum = 0;
        while (trips.hasNext()) {
            sum += trips.next().fare();
        }
        return List.of(sum).iterator();
    }

    @Test
    void typedAndUntypedGoTogether() {
        Dataset<Trip> dear = session.createDataFrame(some, Trip.class)
                .withColumn("more", lit(1))
                .filter("fare > 5")
                .as(Trip.class);
        assertThat(dear.toDF().columns()).containsExactly("zone", "fare", "more");
        assertThat(dear.filter(trip -> trip.fare() < 30)
                        .groupBy("zone")
                        .count()
                        .orderBy("zone")
                        .collect())
                .containsExactly(Row.of("north", 1L), Row.of("south", 1L));
        dear.map(trip -> trip.zone().toUpperCase(java.util.Locale.ROOT), String.class)
                .toDF()
                .createOrReplaceTempView("zones");
        assertThat(session.sql("SELECT value, COUNT(*) FROM zones GROUP BY value ORDER BY value")
                        .collect())
                .containsExactly(Row.of("NORTH", 2L), Row.of("SOUTH", 1L));
        Dataset<Trip> both = trips().union(trips().filter(trip -> trip.zone().equals("east")));
        assertThat(both.count()).isEqualTo(5);
        assertThat(both.distinct().count()).isEqualTo(4);
    }

    @Test
    void groupsByKey() {
        KeyValueGroupedDataset<String, Trip> byZone = trips().groupByKey(Trip::zone, String.class);
        assertThat(byZone.count().collectAsList())
                .containsExactlyInAnyOrder(
                        new Tuple2<>("north", 2L), new Tuple2<>("south", 1L), new Tuple2<>("east", 1L));
        assertThat(byZone.keys().collectAsList()).containsExactlyInAnyOrder("north", "south", "east");
        assertThat(byZone.agg(functions.sum("fare").as("total")).orderBy("key").collect())
                .containsExactly(Row.of("east", 5L), Row.of("north", 40L), Row.of("south", 20L));
        assertThat(byZone.reduceGroups((a, b) -> a.fare() > b.fare() ? a : b).collectAsList())
                .containsExactlyInAnyOrder(
                        new Tuple2<>("north", new Trip("north", 30)),
                        new Tuple2<>("south", new Trip("south", 20)),
                        new Tuple2<>("east", new Trip("east", 5)));
        assertThat(byZone.mapGroups((zone, all) -> new Fare(zone, sum(all).next()), Fare.class)
                        .collectAsList())
                .containsExactlyInAnyOrder(new Fare("north", 40), new Fare("south", 20), new Fare("east", 5));
        assertThat(trips().groupByKey(trip -> new Key(trip.zone(), trip.fare() > 15), Key.class)
                        .count()
                        .collectAsList())
                .contains(new Tuple2<>(new Key("north", true), 1L), new Tuple2<>(new Key("north", false), 1L));
    }

    @Test
    void twoSidesByKey() {
        Dataset<Fare> fares = session.createDataset(List.of(new Fare("north", 0.5), new Fare("west", 1.5)), Fare.class);
        List<String> found = trips().groupByKey(Trip::zone, String.class)
                .cogroup(
                        fares.groupByKey(Fare::zone, String.class),
                        (zone, left, right) -> List.of(zone + " " + size(left) + " " + size(right))
                                .iterator(),
                        String.class)
                .collectAsList();
        assertThat(found).containsExactlyInAnyOrder("north 2 1", "south 1 0", "east 1 0", "west 0 1");
    }

    private static int size(Iterator<?> values) {
        int size = 0;
        for (; values.hasNext(); size++) {
            values.next();
        }
        return size;
    }

    @Test
    void nestedValuesGoThereAndBack() {
        Nested full = new Nested(
                1,
                new Place("home", null),
                Arrays.asList(new Place("bridge", 2), null),
                Map.of("a", 1L),
                Optional.of("note"),
                Kind.LONG);
        Nested empty = new Nested(2, null, null, null, Optional.empty(), null);
        Dataset<Nested> nested = session.createDataset(List.of(full, empty), Nested.class);
        assertThat(nested.filter("id > 0").collectAsList()).containsExactly(full, empty);
        assertThat(nested.map(each -> each, Nested.class).collectAsList()).containsExactly(full, empty);
        assertThat(nested.groupByKey(Nested::id, Long.class)
                        .reduceGroups((a, b) -> a)
                        .collectAsList())
                .containsExactlyInAnyOrder(new Tuple2<>(1L, full), new Tuple2<>(2L, empty));
        assertThat(nested.toDF().selectExpr("place.name", "kind", "note").first())
                .isEqualTo(Row.of("home", "LONG", "note"));
    }

    @Test
    void aStreamGivesWhatTheBatchGives() {
        MemoryStream input = session.memoryStream("trip", "zone VARCHAR, fare BIGINT");
        Dataset<Trip> stream = input.toDF().as(Trip.class);
        try (QueryTest mapped = QueryTest.of(
                        stream.filter(trip -> trip.fare() > 5)
                                .map(trip -> trip.zone() + trip.fare(), String.class)
                                .toDF(),
                        "append");
                QueryTest reduced = QueryTest.of(
                        stream.groupByKey(Trip::zone, String.class)
                                .reduceGroups((a, b) -> new Trip(a.zone(), a.fare() + b.fare()))
                                .map(pair -> pair._2(), Trip.class)
                                .toDF(),
                        "changelog")) {
            input.addData(Row.of("north", 10), Row.of("north", 5), Row.of("south", 1));
            mapped.assertRows(Row.of("north10"));
            reduced.assertRows(Row.of("north", 15L, "+I"), Row.of("south", 1L, "+I"));
            input.add("north", 20);
            mapped.assertRows(Row.of("north20"));
            reduced.assertRows(Row.of("north", 15L, "-D"), Row.of("north", 35L, "+I"));
        }
    }

    @Test
    void whatAFunctionThrowsIsTold() {
        assertThatThrownBy(() -> trips().map(
                                trip -> {
                                    if (trip.fare() == 20) {
                                        throw new IllegalStateException("too round");
                                    }
                                    return trip;
                                },
                                Trip.class)
                        .collectAsList())
                .hasMessage("function \"map Trip to Trip\" has failed at row [south, 20]: too round");
        assertThatThrownBy(() -> trips().named("fares")
                        .map(trip -> (Long) null, Long.class)
                        .map(l -> l, Long.class)
                        .collectAsList())
                .hasMessageContaining("function \"fares\" has failed at row [north, 10]: it has given null");
        assertThatThrownBy(() -> trips().map(new Failing(), Long.class).collectAsList())
                .hasMessageContaining("DatasetTest$Failing\" has failed at row [north, 10]: / by zero");
        assertThatThrownBy(() -> session.sql("SELECT * FROM (VALUES (TIMESTAMP '2026-01-02 03:04:05')) AS t (at)")
                        .as(LocalDateTime.class)
                        .map(at -> 1 / (at.getYear() - 2026), Integer.class)
                        .collectAsList())
                .hasMessageContaining("has failed at row [2026-01-02 03:04:05]: / by zero");
        assertThatThrownBy(() -> trips().groupByKey(Trip::zone, String.class)
                        .reduceGroups((a, b) -> {
                            throw new IllegalStateException("no way");
                        })
                        .collectAsList())
                .hasMessageContaining("reduceGroups has failed for [north, 10] and [north, 30]: no way");
    }

    private static final class Failing implements MapFunction<Trip, Long> {
        @Override
        public Long call(Trip trip) {
            return trip.fare() / (trip.fare() - 10);
        }
    }

    record Wrong(java.net.URI uri) {}

    record Bare(long n) {
        Bare {
            if (n < 0) {
                throw new IllegalArgumentException("n is " + n);
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        DataFrame frame = session.sql("SELECT * FROM (VALUES (1, 'x'), (NULL, 'y')) AS t (n, s)");
        assertThat(frame.select("n").as(Integer.class).collectAsList()).containsExactly(1, null);
        assertThatThrownBy(() -> frame.as(Trip.class))
                .hasMessageContaining("has a component \"zone\", but there is no such column");
        assertThatThrownBy(() -> frame.as(Long.class))
                .hasMessageContaining("a Long is one column, but there are 2: n, s");
        assertThatThrownBy(() -> frame.select("s").as(Long.class))
                .hasMessageContaining("column \"s\" is VARCHAR, which is not made into a Long");
        assertThatThrownBy(() -> frame.withColumnRenamed("s", "n2")
                        .select(col("n2").as("n"))
                        .as(Bare.class))
                .hasMessageContaining("column \"n\" is VARCHAR, but the component of record \"Bare\" is a long");
        assertThatThrownBy(() -> frame.as(Bare.class).collectAsList())
                .hasMessageContaining("column \"n\" is NULL, which a long cannot be");
        assertThatThrownBy(
                        () -> frame.as(Bare.class).map(bare -> bare, Bare.class).collectAsList())
                .hasMessageContaining("function \"map Bare to Bare\" has failed at row [null]: column \"n\" is NULL");
        assertThatThrownBy(() -> frame.selectExpr("-n AS n").as(Bare.class).takeAsList(1))
                .hasMessageContaining("record \"Bare\" refuses row [-1]: n is -1");
        assertThatThrownBy(() -> session.createDataset(List.of(), Wrong.class))
                .hasMessageContaining("component \"uri\" is a URI, which no column is made of");
        assertThatThrownBy(() ->
                        session.sql("SELECT 'FAST' AS value").as(Kind.class).collectAsList())
                .hasMessageContaining("\"FAST\" is no Kind: it has [SHORT, LONG]");
        assertThatThrownBy(() -> trips().named(" ")).hasMessageContaining("a name that is not blank");
    }

    @Test
    void whatAStreamCannotDoIsRefused() {
        MemoryStream input = session.memoryStream("trip", "zone VARCHAR, fare BIGINT, at TIMESTAMP(3)");
        Dataset<Trip> stream = input.toDF().as(Trip.class);
        KeyValueGroupedDataset<String, Trip> byZone = stream.groupByKey(Trip::zone, String.class);
        assertThatThrownBy(() -> byZone.mapGroups((zone, all) -> zone, String.class)
                        .writeStream()
                        .format("noop")
                        .start())
                .hasMessageContaining("mapGroups sees all rows of a key at once, and rows of a stream keep coming");
        assertThatThrownBy(() -> byZone.cogroup(
                                byZone, (zone, a, b) -> List.of(zone).iterator(), String.class)
                        .explanation())
                .hasMessageContaining("cogroup sees all rows of a key at once");
        assertThatThrownBy(() -> byZone.mapGroupsWithState(
                                (zone, all, state) -> zone,
                                Long.class,
                                String.class,
                                GroupStateTimeout.EventTimeTimeout())
                        .explanation())
                .hasMessageContaining("mapGroupsWithState with timers in event time needs to know what time it is");
        Dataset<Tuple2<String, Long>> counts = byZone.count();
        assertThatThrownBy(() -> counts.mapPartitions(all -> List.of(size(all)).iterator(), Integer.class)
                        .explanation())
                .hasMessageContaining("cannot take rows back, and the rows below it change");
        assertThatThrownBy(() -> counts.groupByKey(Tuple2::_1, String.class)
                        .mapGroupsWithState((zone, all, state) -> zone, Long.class, String.class)
                        .explanation())
                .hasMessageContaining("cannot take rows back, and the rows below it change");
        assertThatThrownBy(() -> byZone.flatMapGroupsWithState(
                        (zone, all, state) -> List.of(zone).iterator(),
                        OutputMode.Complete(),
                        Long.class,
                        String.class,
                        GroupStateTimeout.NoTimeout()))
                .hasMessageContaining("its output mode is append or update, not complete");
    }
}
