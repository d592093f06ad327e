package io.millrace.sql;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.function.FilterFunction;
import io.millrace.sql.function.FlatMapFunction;
import io.millrace.sql.function.ForeachFunction;
import io.millrace.sql.function.MapFunction;
import io.millrace.sql.function.ReduceFunction;
import io.millrace.sql.function.UDF1;
import io.millrace.sql.function.VoidFunction2;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.Trigger;
import io.millrace.sql.testing.QueryTest;
import io.millrace.sql.testing.TestClock;
import io.millrace.sql.types.DataTypes;
import io.millrace.sql.types.StructType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs as Spark's users write them in Java: they compile when their imports and the names of three classes are changed. */
class SparkProgramsTest {
    private static final Row ANN = Row.of("ann", 31, "Paris");
    private static final Row BOB = Row.of("bob", 25, "Rome");
    private static final Row CAT = Row.of("cat", 40, "Paris");

    private final Session spark = Session.builder().getOrCreate();

    @AfterEach
    void stop() {
        spark.stop();
    }

    private DataFrame people() {
        StructType columns = new StructType()
                .add("name", "string")
                .add("age", DataTypes.IntegerType)
                .add("city", DataTypes.StringType, true);
        return spark.createDataFrame(List.of(ANN, BOB, CAT), columns);
    }

    @Test
    void theConsoleShowsAsManyRowsAsAreAskedFor() {
        List<String> printed = new CopyOnWriteArrayList<>();
        spark.shareConsole(printed::add);
        MemoryStream words = spark.memoryStream("words", "value STRING")
                .addData(Row.of("a word too long for its column"), Row.of("b"), Row.of("c"));
        words.toDF()
                .writeStream()
                .option("truncate", false)
                .option("numRows", 2)
                .format("console")
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        assertThat(String.join("", printed))
                .contains("Batch: 0", "|a word too long for its column|", "only showing top 2 rows");
        assertThatThrownBy(() -> words.toDF()
                        .writeStream()
                        .format("console")
                        .option("numRows", "all")
                        .start())
                .hasMessageContaining("\"numRows\" of the console")
                .hasMessageContaining("\"all\"");
        assertThatThrownBy(() -> words.toDF()
                        .writeStream()
                        .format("noop")
                        .option("numRows", 2)
                        .start())
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_OPTION));
    }

    @Test
    void aBatchOfAStreamIsAFrameLikeAnyOther() {
        List<Row> seen = new CopyOnWriteArrayList<>();
        MemoryStream people = spark.memoryStream("stream", "name STRING, age INT, city STRING")
                .addData(ANN, BOB, CAT);
        StreamingQuery query = people.toDF()
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .foreachBatch((VoidFunction2<DataFrame, Long>) (batch, batchId) -> {
                    assertThat(batch.persist()).isSameAs(batch);
                    batch.createOrReplaceTempView("updates");
                    batch.session()
                            .sql("SELECT name FROM updates WHERE age > 30")
                            .collectAsList()
                            .forEach(seen::add);
                    batch.unpersist();
                })
                .start();
        query.awaitTermination();
        assertThat(query.awaitTermination(1)).isTrue();
        assertThat(seen).containsExactly(Row.of("ann"), Row.of("cat"));
    }

    @Test
    void functionsOfOnesOwn() {
        spark.udf().register("plusOne", (UDF1<Integer, Integer>) x -> x + 1, DataTypes.IntegerType);
        assertThat(spark.sql("SELECT plusOne(5)").collectAsList()).containsExactly(Row.of(6));
        UserDefinedFunction strLen = udf((String s, Integer x) -> s.length() + x, DataTypes.IntegerType);
        spark.udf().register("strLen", strLen);
        assertThat(spark.sql("SELECT strLen('test', 1)").collectAsList()).containsExactly(Row.of(5));
        spark.udf().register("oneArgFilter", (Long x) -> x > 30, DataTypes.BooleanType);
        people().createOrReplaceTempView("people");
        assertThat(spark.sql("SELECT name FROM people WHERE oneArgFilter(age)").collectAsList())
                .containsExactly(Row.of("ann"), Row.of("cat"));
        assertThat(people().select(callUDF("strLen", col("name"), lit(10)), strLen.apply(col("city"), col("age")))
                        .first())
                .isEqualTo(Row.of(13, 36));
    }

    @Test
    void functionsOverRows() {
        DataFrame people = people();
        assertThat(people.map((MapFunction<Row, String>) row -> "Name: " + row.<String>getAs("name"), Encoders.STRING())
                        .collectAsList())
                .containsExactly("Name: ann", "Name: bob", "Name: cat");
        assertThat(people.filter((FilterFunction<Row>) row -> row.getInt(1) > 30)
                        .select("name")
                        .collectAsList())
                .containsExactly(Row.of("ann"), Row.of("cat"));
        assertThat(people.flatMap(
                                (FlatMapFunction<Row, Integer>) row -> List.of(row.getInt(1), row.getInt(1) + 1)
                                        .iterator(),
                                Encoders.INT())
                        .reduce((ReduceFunction<Integer>) Integer::sum))
                .isEqualTo(2 * (31 + 25 + 40) + 3);
        assertThat(people.mapPartitions(rows -> List.of("some").iterator(), Encoders.STRING())
                        .first())
                .isEqualTo("some");
        Dataset<Row> rows = people.as(Row.class);
        assertThat(rows.first()).isEqualTo(ANN);
        assertThat(rows.dropDuplicates("city").orderBy(col("name")).collectAsList())
                .containsExactly(ANN, BOB);
        assertThat(rows.toDF("a", "b", "c").columns()).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> people.map(row -> row, Row.class))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("is a Row, which no column is made of");
    }

    @Test
    void rowsByKey() {
        KeyValueGroupedDataset<String, Row> byCity =
                people().groupByKey((MapFunction<Row, String>) row -> row.getString(2), Encoders.STRING());
        assertThat(byCity.reduceGroups((a, b) -> a.getInt(1) > b.getInt(1) ? a : b)
                        .collectAsList())
                .containsExactlyInAnyOrder(new Tuple2<>("Paris", CAT), new Tuple2<>("Rome", BOB));
        assertThat(byCity.mapGroups((city, rows) -> city + " " + rows.next().getString(0), Encoders.STRING())
                        .collectAsList())
                .containsExactlyInAnyOrder("Paris ann", "Rome bob");
    }

    @Test
    void rowsByKeyWithStateInAStream() {
        MemoryStream events = spark.memoryStream("events", "user_name STRING, clicks INT");
        Dataset<String> totals = events.toDF()
                .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
                .mapGroupsWithState(
                        (user, rows, state) -> {
                            int sum = state.getOption().orElse(0);
                            while (rows.hasNext()) {
                                sum += rows.next().<Integer>getAs("clicks");
                            }
                            state.update(sum);
                            return user + " " + sum;
                        },
                        Encoders.INT(),
                        Encoders.STRING(),
                        GroupStateTimeout.NoTimeout());
        try (QueryTest test = QueryTest.of(totals.toDF(), "update")) {
            events.addData(Row.of("ann", 1), Row.of("ann", 2), Row.of("bob", 5));
            test.assertRows("[ann 3]", "[bob 5]");
            events.add("ann", 4);
            test.assertRows("[ann 7]");
        }
    }

    @Test
    void eachRowOfABatch() {
        List<Object> names = new ArrayList<>();
        people().foreach((ForeachFunction<Row>) row -> names.add(row.get("name")));
        people().as(Row.class).foreachPartition(rows -> rows.forEachRemaining(row -> names.add(row.get("age"))));
        assertThat(names).containsExactly("ann", "bob", "cat", 31, 25, 40);
        assertThatThrownBy(() -> people().foreach(row -> {
                    throw new IOException("no room for " + row.get(0));
                }))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED))
                .hasMessage("foreach failed: no room for ann");
        assertThatThrownBy(() -> people().filter("age > 100").as(Row.class).reduce((a, b) -> a))
                .hasMessage("there is nothing to reduce: the dataset is empty");
    }

    @Test
    void aCachedFrameIsReadOnce() {
        MemoryStream added = spark.memoryStream("added", "n INT").add(1);
        DataFrame table = spark.table("added");
        DataFrame cached = table.groupBy().sum("n").cache();
        added.add(2);
        assertThat(cached.first()).isEqualTo(Row.of(1L));
        assertThat(table.groupBy().sum("n").first()).isEqualTo(Row.of(3L));
        assertThat(cached.persist()).isSameAs(cached);
        assertThat(cached.unpersist()).isSameAs(cached);
        assertThat(table.as(Encoders.INT()).cache().unpersist().collectAsList()).containsExactly(1, 2);
        assertThatThrownBy(() -> added.toDF().cache()).hasMessageContaining("the frame is a stream");
    }

    @Test
    void fieldsOfRowsAndRowsOfColumns() {
        DataFrame nested = spark.createDataFrame(
                List.of(Row.of(Row.of("ann", 31))),
                new StructType()
                        .add("who", new StructType().add("name", "string").add("age", "int")));
        assertThat(nested.select(col("who").getField("name").as("n"), col("who").getField("age"))
                        .collectAsList())
                .containsExactly(Row.of("ann", 31));
        assertThat(people().select(struct("name", "age").as("s"))
                        .first()
                        .getStruct(0)
                        .toList())
                .containsExactly("ann", 31);
        assertThatThrownBy(() -> nested.select(col("who").getField("nam"))).isInstanceOf(MillraceException.class);
    }

    @Test
    void explainWithTheSqlInFront() {
        List<String> printed = new ArrayList<>();
        spark.shareConsole(printed::add);
        people().createOrReplaceTempView("people");
        spark.sql("SELECT name FROM people WHERE age > 30").explain(true);
        assertThat(String.join("", printed)).contains("SELECT \"name\"", "Scan");
        printed.clear();
        spark.sql("SELECT name FROM people WHERE age > 30").explain(false);
        assertThat(String.join("", printed)).doesNotContain("SELECT").contains("Scan");
    }

    @Test
    void columnsThatNobodySaysAreAskedFor() {
        assertThatThrownBy(() -> spark.read().format("memory").load())
                .hasMessage("format \"memory\" does not say what columns there are; give them first, as in"
                        + " schema(\"id BIGINT, name VARCHAR\")");
    }

    @Test
    void oneSessionForTheProcess() {
        Session same = Session.builder().config("max-rows-per-batch", 7).getOrCreate();
        assertThat(same).isSameAs(spark);
        assertThat(spark.sql("SHOW SETTINGS").collectAsList().toString()).contains("max-rows-per-batch,7");
        assertThatThrownBy(() -> Session.builder()
                        .clock(TestClock.at("2026-01-01T00:00:00Z"))
                        .getOrCreate())
                .hasMessageContaining("there is a session in this process already");
        spark.stop();
        try (Session other = Session.builder().appName("other").getOrCreate()) {
            assertThat(other).isNotSameAs(spark).hasToString("session of other");
            assertThat(other.appName()).isEqualTo("other");
            assertThat(other.newSession().appName()).isEqualTo("other");
        }
    }

    @Test
    void settingsUnderSparksNames() {
        try (Session two = Session.builder()
                .master("local[2]")
                .config("spark.sql.session.timeZone", "Asia/Tokyo")
                .config("late-rows", "table")
                .build()) {
            String settings = two.sql("SHOW SETTINGS").collectAsList().toString();
            assertThat(settings).contains("parallelism,2", "time-zone,Asia/Tokyo");
        }
        assertThatThrownBy(() -> Session.builder().master("spark://host:7077"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .hasMessageContaining("\"spark://host:7077\" is not in this process", "local[*]");
        assertThatThrownBy(() -> Session.builder()
                        .config("spark.sql.shuffle.partitions", 4)
                        .build())
                .hasMessageContaining("spark.sql.shuffle.partitions");
    }
}
