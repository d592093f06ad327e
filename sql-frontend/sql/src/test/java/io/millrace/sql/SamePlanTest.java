package io.millrace.sql;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.PlanPrinter;
import io.millrace.plan.QueryPlan;
import io.millrace.sql.plan.PlanTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** For each of a hundred queries the fluent form and the SQL form give the same plan, as a batch and as a stream. */
class SamePlanTest {
    private static final String TABLES = """
            CREATE TABLE bid (auction BIGINT, bidder VARCHAR, price INTEGER, score DOUBLE, won BOOLEAN, tags VARCHAR ARRAY,
                ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'memory');
            CREATE TABLE person (id BIGINT, name VARCHAR, city VARCHAR, ts TIMESTAMP(3),
                WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'memory');
            """;

    private static Session session;

    @BeforeAll
    static void open() {
        session = Session.create();
        session.parse(TABLES).forEach(session::execute);
    }

    @AfterAll
    static void close() {
        session.close();
    }

    /** A query in both forms; the fluent one makes itself of tables by name. */
    record Pair(String sql, Function<Function<String, DataFrame>, DataFrame> fluent) {}

    private static final List<Pair> PAIRS = new ArrayList<>();

    private static void bid(String sql, Function<DataFrame, DataFrame> fluent) {
        PAIRS.add(new Pair(sql, tables -> fluent.apply(tables.apply("bid"))));
    }

    private static void both(String sql, BiFunction<DataFrame, DataFrame, DataFrame> fluent) {
        PAIRS.add(new Pair(sql, tables -> fluent.apply(tables.apply("bid"), tables.apply("person"))));
    }

    static {
        columns();
        rows();
        groups();
        windows();
        joins();
        over();
        functions();
    }

    private static void columns() {
        bid("SELECT * FROM bid", b -> b);
        bid("SELECT auction FROM bid", b -> b.select("auction"));
        bid("SELECT price, auction FROM bid", b -> b.select(col("price"), col("auction")));
        bid("SELECT price AS p FROM bid", b -> b.select(col("price").as("p")));
        bid(
                "SELECT price * 2 AS p FROM bid",
                b -> b.select(col("price").multiply(2).as("p")));
        bid("SELECT price * 2 AS p FROM bid", b -> b.selectExpr("price * 2 AS p"));
        bid("SELECT b.price FROM bid AS b", b -> b.as("b").select("b.price"));
        bid(
                "SELECT auction, bidder, price, score, won, tags, ts, price + 1 AS more FROM bid",
                b -> b.withColumn("more", col("price").plus(1)));
        bid(
                "SELECT auction, bidder, price + 1 AS price, score, won, tags, ts FROM bid",
                b -> b.withColumn("price", col("price").plus(1)));
        bid(
                "SELECT auction, bidder, price AS cents, score, won, tags, ts FROM bid",
                b -> b.withColumnRenamed("price", "cents"));
        bid("SELECT auction, price, ts FROM bid", b -> b.drop("bidder", "score", "won", "tags"));
        bid(
                "SELECT auction AS a, ts AS t FROM bid",
                b -> b.select("auction", "ts").toDF("a", "t"));
        bid(
                "SELECT a + 1 AS b FROM (SELECT auction * 2 AS a FROM bid)",
                b -> b.select(col("auction").multiply(2).as("a"))
                        .select(col("a").plus(1).as("b")));
        bid(
                "SELECT 'x' AS x, 1 AS one, TRUE AS t FROM bid",
                b -> b.select(lit("x").as("x"), lit(1).as("one"), lit(true).as("t")));
    }

    private static void rows() {
        bid("SELECT * FROM bid WHERE price > 10", b -> b.filter(col("price").gt(10)));
        bid("SELECT * FROM bid WHERE price > 10", b -> b.where("price > 10"));
        bid(
                "SELECT * FROM bid WHERE price >= 10 AND NOT won OR bidder <> 'ann'",
                b -> b.filter(col("price")
                        .geq(10)
                        .and(not(col("won")))
                        .or(col("bidder").notEqual("ann"))));
        bid(
                "SELECT auction FROM bid WHERE price > 10",
                b -> b.filter("price > 10").select("auction"));
        bid(
                "SELECT * FROM (SELECT auction, price * 2 AS p FROM bid) WHERE p > 10",
                b -> b.selectExpr("auction", "price * 2 AS p").filter("p > 10"));
        bid(
                "SELECT * FROM bid WHERE price > 10 AND price < 20",
                b -> b.filter("price > 10").filter("price < 20"));
        bid("SELECT * FROM bid WHERE score IS NULL", b -> b.filter(col("score").isNull()));
        bid(
                "SELECT * FROM bid WHERE score IS NOT NULL",
                b -> b.filter(col("score").isNotNull()));
        bid(
                "SELECT * FROM bid WHERE bidder LIKE 'a%'",
                b -> b.filter(col("bidder").like("a%")));
        bid(
                "SELECT * FROM bid WHERE auction IN (1, 2, 3)",
                b -> b.filter(col("auction").isin(1, 2, 3)));
        bid(
                "SELECT * FROM bid WHERE price BETWEEN 1 AND 9",
                b -> b.filter(col("price").between(1, 9)));
        bid("SELECT DISTINCT * FROM bid", DataFrame::distinct);
        bid("SELECT DISTINCT auction FROM bid", b -> b.select("auction").distinct());
        bid(
                "SELECT DISTINCT auction, bidder FROM bid",
                b -> b.select("auction", "bidder").dropDuplicates());
        bid("SELECT * FROM bid ORDER BY price", b -> b.orderBy("price"));
        bid(
                "SELECT * FROM bid ORDER BY price DESC LIMIT 3",
                b -> b.orderBy(col("price").desc()).limit(3));
        bid(
                "SELECT bidder FROM bid ORDER BY price DESC LIMIT 3",
                b -> b.orderBy(desc("price")).limit(3).select("bidder"));
        bid(
                "SELECT bidder FROM bid ORDER BY price DESC LIMIT 3",
                b -> b.orderBy(desc("price")).select("bidder").limit(3));
        bid(
                "SELECT * FROM bid WHERE won ORDER BY price, auction DESC NULLS LAST",
                b -> b.sort(col("price"), col("auction").desc_nulls_last()).filter("won"));
        bid("SELECT * FROM bid LIMIT 5", b -> b.limit(5));
        bid("SELECT * FROM bid UNION ALL SELECT * FROM bid", b -> b.union(b));
        bid(
                "SELECT auction, price FROM bid WHERE won UNION ALL SELECT auction, price FROM bid WHERE price > 5",
                b -> b.filter("won")
                        .select("auction", "price")
                        .union(b.filter("price > 5").select("auction", "price")));
        bid(
                "SELECT auction, price FROM bid UNION ALL SELECT auction, price FROM bid",
                b -> b.select("auction", "price").unionByName(b.select("price", "auction")));
        bid(
                "SELECT auction, word FROM bid CROSS JOIN UNNEST(tags) AS u (word)",
                b -> b.select(col("auction"), explode(col("tags")).as("word")));
        bid(
                "SELECT word, COUNT(*) AS \"count\" FROM bid CROSS JOIN UNNEST(SPLIT(bidder, ' ')) AS u (word) GROUP BY word",
                b -> b.select(explode(split(col("bidder"), " ")).as("word"))
                        .groupBy("word")
                        .count());
        bid(
                "SELECT * FROM bid WHERE auction IS NOT NULL AND price IS NOT NULL",
                b -> b.na().drop(new String[] {"auction", "price"}));
    }

    private static void groups() {
        bid("SELECT COUNT(*) AS \"count\" FROM bid", b -> b.groupBy().count());
        bid("SELECT COUNT(*) AS n FROM bid", b -> b.agg(count("*").as("n")));
        bid("SELECT COUNT(*) AS n FROM bid", b -> b.select(count("*").as("n")));
        bid("SELECT COUNT(*) AS n FROM bid", b -> b.select(count(lit(1)).as("n")));
        bid(
                "SELECT auction, COUNT(*) AS \"count\" FROM bid GROUP BY auction",
                b -> b.groupBy("auction").count());
        bid(
                "SELECT auction, COUNT(bidder) AS n FROM bid GROUP BY auction",
                b -> b.groupBy("auction").agg(count("bidder").as("n")));
        bid(
                "SELECT auction, SUM(price) AS s, AVG(score) AS a, MIN(price) AS mi, MAX(price) AS ma FROM bid GROUP BY auction",
                b -> b.groupBy("auction")
                        .agg(
                                sum("price").as("s"),
                                avg("score").as("a"),
                                min("price").as("mi"),
                                max("price").as("ma")));
        bid(
                "SELECT auction, bidder, MAX(price) AS \"max(price)\" FROM bid GROUP BY auction, bidder",
                b -> b.groupBy("auction", "bidder").max("price"));
        bid(
                "SELECT auction, COUNT(DISTINCT bidder) AS n FROM bid GROUP BY auction",
                b -> b.groupBy("auction").agg(countDistinct("bidder").as("n")));
        bid(
                "SELECT auction, APPROX_COUNT_DISTINCT(bidder) AS n FROM bid GROUP BY auction",
                b -> b.groupBy("auction").agg(approx_count_distinct("bidder").as("n")));
        bid(
                "SELECT price / 10 AS tens, COUNT(*) AS \"count\" FROM bid GROUP BY price / 10",
                b -> b.groupBy(col("price").divide(10).as("tens")).count());
        bid(
                "SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction HAVING COUNT(*) > 2",
                b -> b.groupBy("auction").agg(count("*").as("n")).filter("n > 2"));
        bid(
                "SELECT auction, COUNT(*) AS n FROM bid WHERE auction > 3 GROUP BY auction",
                b -> b.groupBy("auction").agg(count("*").as("n")).filter("auction > 3"));
        bid(
                "SELECT auction, COUNT(*) FILTER (WHERE won) AS n FROM bid GROUP BY auction",
                b -> b.groupBy("auction").agg(count_if(col("won")).as("n")));
        bid(
                "SELECT auction, SUM(price) FILTER (WHERE bidder = 'ann') AS ann, SUM(price) FILTER (WHERE bidder = 'bob') AS bob"
                        + " FROM bid GROUP BY auction",
                b -> b.groupBy("auction").pivot("bidder", List.of("ann", "bob")).sum("price"));
        bid(
                "SELECT auction, bidder, SUM(price) AS s FROM bid GROUP BY ROLLUP(auction, bidder)",
                b -> b.rollup("auction", "bidder").agg(sum("price").as("s")));
        bid(
                "SELECT auction, bidder, SUM(price) AS s FROM bid GROUP BY CUBE(auction, bidder)",
                b -> b.cube("auction", "bidder").agg(sum("price").as("s")));
        bid(
                "SELECT FIRST_VALUE(price) AS f, LAST_VALUE(price) AS l FROM bid",
                b -> b.agg(first("price").as("f"), last("price").as("l")));
        bid(
                "SELECT COLLECT(price) AS a, COLLECT(DISTINCT bidder) AS s FROM bid",
                b -> b.agg(collect_list("price").as("a"), collect_set("bidder").as("s")));
        bid(
                "SELECT PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY price) AS p, MEDIAN(price) AS m FROM bid",
                b -> b.agg(
                        percentile(col("price"), 0.9).as("p"), median("price").as("m")));
        bid(
                "SELECT STDDEV_SAMP(score) AS s, VAR_POP(score) AS v, CORR(score, price) AS c FROM bid",
                b -> b.agg(
                        stddev(col("score")).as("s"),
                        var_pop(col("score")).as("v"),
                        corr(col("score"), col("price")).as("c")));
        bid(
                "SELECT auction, MAX_BY(bidder, price) AS w FROM bid GROUP BY auction",
                b -> b.groupBy("auction")
                        .agg(max_by(col("bidder"), col("price")).as("w")));
        bid(
                "SELECT COUNT(*) AS c FROM (SELECT auction FROM bid GROUP BY auction)",
                b -> b.select("auction").distinct().agg(count("*").as("c")));
        bid(
                "SELECT n, COUNT(*) AS auctions FROM (SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction) GROUP BY n",
                b -> b.groupBy("auction")
                        .agg(count("*").as("n"))
                        .groupBy("n")
                        .agg(count("*").as("auctions")));
    }

    private static void windows() {
        bid(
                "SELECT TUMBLE_START(ts, INTERVAL '10' SECOND) AS window_start, TUMBLE_END(ts, INTERVAL '10' SECOND) AS window_end,"
                        + " COUNT(*) AS \"count\" FROM bid GROUP BY TUMBLE(ts, INTERVAL '10' SECOND)",
                b -> b.groupBy(window(col("ts"), "10 seconds")).count());
        bid(
                "SELECT window_start, window_end, COUNT(*) AS \"count\" FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '10' SECOND))"
                        + " GROUP BY window_start, window_end",
                b -> b.groupBy(window(col("ts"), "10 seconds")).count());
        bid(
                "SELECT window_start, window_end, auction, MAX(price) AS m FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts),"
                        + " INTERVAL '2' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end, auction",
                b -> b.groupBy(window(col("ts"), "10 seconds", "2 seconds"), col("auction"))
                        .agg(max("price").as("m")));
        bid(
                "SELECT auction, TUMBLE_END(ts, INTERVAL '1' HOUR) AS \"end\", AVG(price) AS a FROM bid"
                        + " GROUP BY auction, TUMBLE(ts, INTERVAL '1' HOUR)",
                b -> b.groupBy(col("auction"), window(col("ts"), "1 hour"))
                        .agg(avg("price").as("a"))
                        .select("auction", "window.end", "a"));
        bid(
                "SELECT bidder, SESSION_START(ts, INTERVAL '30' SECOND) AS window_start, SESSION_END(ts, INTERVAL '30' SECOND)"
                        + " AS window_end, COUNT(*) AS \"count\" FROM bid GROUP BY bidder, SESSION(ts, INTERVAL '30' SECOND)",
                b -> b.groupBy(col("bidder"), session_window(col("ts"), "30 seconds"))
                        .count());
        bid(
                "SELECT HOP_END(ts, INTERVAL '5' MINUTE, INTERVAL '1' HOUR) AS e, COUNT(DISTINCT bidder) AS n FROM bid"
                        + " WHERE price > 5 GROUP BY HOP(ts, INTERVAL '5' MINUTE, INTERVAL '1' HOUR)",
                b -> b.filter("price > 5")
                        .groupBy(window(col("ts"), "1 hour", "5 minutes"))
                        .agg(countDistinct("bidder").as("n"))
                        .select(col("window.end").as("e"), col("n")));
        bid(
                "SELECT TUMBLE_START(ts, INTERVAL '1' MONTH) AS window_start, TUMBLE_END(ts, INTERVAL '1' MONTH) AS window_end,"
                        + " COUNT(*) AS \"count\" FROM bid GROUP BY TUMBLE(ts, INTERVAL '1' MONTH)",
                b -> b.groupBy(window(col("ts"), "1 month")).count());
        bid(
                "SELECT TUMBLE_END(t, INTERVAL '1' HOUR) AS h, MAX(n) AS m FROM (SELECT auction,"
                        + " TUMBLE_ROWTIME(ts, INTERVAL '1' MINUTE) AS t, COUNT(*) AS n FROM bid"
                        + " GROUP BY auction, TUMBLE(ts, INTERVAL '1' MINUTE)) GROUP BY TUMBLE(t, INTERVAL '1' HOUR)",
                b -> b.groupBy(col("auction"), window(col("ts"), "1 minute"))
                        .agg(count("*").as("n"))
                        .groupBy(window(window_time(col("window")), "1 hour"))
                        .agg(max("n").as("m"))
                        .select(col("window.end").as("h"), col("m")));
        bid(
                "SELECT TUMBLE_START(ts, INTERVAL '1' DAY) AS window_start, TUMBLE_END(ts, INTERVAL '1' DAY) AS window_end, auction,"
                        + " COUNT(*) AS c FROM bid GROUP BY TUMBLE(ts, INTERVAL '1' DAY), auction HAVING COUNT(*) > 1",
                b -> b.groupBy(window(col("ts"), "1 day"), col("auction"))
                        .agg(count("*").as("c"))
                        .filter("c > 1"));
        bid(
                "SELECT TUMBLE_START(ts, INTERVAL '10' SECOND, INTERVAL '3' SECOND) AS s, COUNT(*) AS c FROM bid"
                        + " GROUP BY TUMBLE(ts, INTERVAL '10' SECOND, INTERVAL '3' SECOND)",
                b -> b.groupBy(window(col("ts"), "10 seconds", "10 seconds", "3 seconds"))
                        .agg(count("*").as("c"))
                        .select(col("window.start").as("s"), col("c")));
    }

    private static void joins() {
        both(
                "SELECT bidder, name FROM bid JOIN person ON bid.auction = person.id",
                (b, p) -> b.join(p, col("auction").equalTo(col("id"))).select("bidder", "name"));
        both(
                "SELECT b.bidder, p.name FROM bid AS b JOIN person AS p ON b.auction = p.id AND b.price > 10",
                (b, p) -> b.as("b")
                        .join(p.as("p"), expr("b.auction = p.id AND b.price > 10"))
                        .select("b.bidder", "p.name"));
        both(
                "SELECT bid.ts AS ts, person.ts AS t2 FROM bid JOIN person ON bid.auction = person.id AND bid.ts = person.ts",
                (b, p) -> b.join(
                                p,
                                b.col("auction")
                                        .equalTo(p.col("id"))
                                        .and(b.col("ts").equalTo(p.col("ts"))))
                        .select(b.col("ts"), p.col("ts").as("t2")));
        both(
                "SELECT bid.ts, price, city FROM bid JOIN person ON bid.ts = person.ts",
                (b, p) -> b.join(p, "ts").select("ts", "price", "city"));
        both(
                "SELECT bidder, name FROM bid CROSS JOIN person",
                (b, p) -> b.crossJoin(p).select("bidder", "name"));
        both(
                "SELECT city, SUM(price) AS s FROM bid JOIN person ON auction = id WHERE won GROUP BY city",
                (b, p) -> b.filter("won")
                        .join(p, col("auction").equalTo(col("id")))
                        .groupBy("city")
                        .agg(sum("price").as("s")));
        both(
                "SELECT b.price, p.name FROM bid AS b JOIN person AS p ON b.auction = p.id"
                        + " AND b.ts BETWEEN p.ts AND p.ts + INTERVAL '1' HOUR",
                (b, p) -> b.as("b")
                        .join(p.as("p"), expr("b.auction = p.id AND b.ts BETWEEN p.ts AND p.ts + INTERVAL '1' HOUR"))
                        .select("b.price", "p.name"));
        both(
                "SELECT a.price AS x, c.price AS y FROM bid AS a JOIN bid AS c ON a.auction = c.auction",
                (b, p) -> b.as("a")
                        .join(b.as("c"), col("a.auction").equalTo(col("c.auction")))
                        .select(col("a.price").as("x"), col("c.price").as("y")));
        both(
                "SELECT bidder, name FROM bid LEFT JOIN person ON auction = id",
                (b, p) -> b.join(p, col("auction").equalTo(col("id")), "left").select("bidder", "name"));
    }

    private static void over() {
        WindowSpec byAuction = Window.partitionBy("auction").orderBy("ts");
        bid(
                "SELECT auction, ts, SUM(price) OVER (PARTITION BY auction ORDER BY ts ROWS BETWEEN 99 PRECEDING AND CURRENT ROW) AS s FROM bid",
                b -> b.select(
                        col("auction"),
                        col("ts"),
                        sum("price")
                                .over(byAuction.rowsBetween(-99, Window.currentRow))
                                .as("s")));
        bid(
                "SELECT auction, ts, AVG(price) OVER (PARTITION BY auction ORDER BY ts RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING"
                        + " AND CURRENT ROW) AS s FROM bid",
                b -> b.select(
                        col("auction"),
                        col("ts"),
                        avg("price")
                                .over(byAuction.rangeBetween("5 minutes", Window.currentRow))
                                .as("s")));
        bid(
                "SELECT auction, ts, COUNT(*) OVER (PARTITION BY auction ORDER BY ts ROWS BETWEEN (99, INTERVAL '5' MINUTE) PRECEDING"
                        + " AND CURRENT ROW) AS s FROM bid",
                b -> b.select(
                        col("auction"),
                        col("ts"),
                        count("*").over(byAuction.rowsWithin(100, "5 minutes")).as("s")));
        bid(
                "SELECT auction, ts, price - LAG(price) OVER (PARTITION BY auction ORDER BY ts) AS step FROM bid",
                b -> b.select(
                        col("auction"),
                        col("ts"),
                        col("price").minus(lag(col("price"), 1).over(byAuction)).as("step")));
        bid(
                "SELECT auction, price FROM (SELECT auction, price, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC) AS n"
                        + " FROM bid) WHERE n <= 2",
                b -> b.select(
                                col("auction"),
                                col("price"),
                                row_number()
                                        .over(Window.partitionBy("auction").orderBy(desc("price")))
                                        .as("n"))
                        .filter("n <= 2")
                        .drop("n"));
        bid(
                "SELECT auction, bidder, price, score, won, tags, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY auction"
                        + " ORDER BY ts) AS \"$number\" FROM bid) WHERE \"$number\" = 1",
                b -> b.dropDuplicates("auction"));
        bid(
                "SELECT * FROM TABLE(DEDUPLICATE(TABLE bid, DESCRIPTOR(ts), DESCRIPTOR(auction, bidder), INTERVAL '5' SECOND))",
                b -> b.dropDuplicatesWithinWatermark("auction", "bidder"));
        bid(
                "SELECT won, COUNT(*) AS \"count\" FROM TABLE(DEDUPLICATE((SELECT * FROM bid WHERE price > 5), DESCRIPTOR(ts),"
                        + " INTERVAL '5' SECOND)) GROUP BY won",
                b -> b.filter("price > 5")
                        .dropDuplicatesWithinWatermark()
                        .groupBy("won")
                        .count());
        bid(
                "SELECT auction, RANK() OVER (ORDER BY ts) AS r FROM bid",
                b -> b.select(col("auction"), rank().over(Window.orderBy("ts")).as("r")));
    }

    private static void functions() {
        bid(
                "SELECT UPPER(bidder) AS u, CHAR_LENGTH(bidder) AS l FROM bid",
                b -> b.select(
                        upper(col("bidder")).as("u"), length(col("bidder")).as("l")));
        bid(
                "SELECT SUBSTRING(bidder FROM 1 FOR 2) AS s FROM bid",
                b -> b.select(substring(col("bidder"), 1, 2).as("s")));
        bid(
                "SELECT bidder || '!' AS s FROM bid",
                b -> b.select(concat(col("bidder"), lit("!")).as("s")));
        bid(
                "SELECT COALESCE(score, price, 0) AS s FROM bid",
                b -> b.select(coalesce(col("score"), col("price"), lit(0)).as("s")));
        bid(
                "SELECT CASE WHEN price > 20 THEN 'high' WHEN price > 10 THEN 'mid' ELSE 'low' END AS c FROM bid",
                b -> b.select(when(col("price").gt(20), "high")
                        .when(col("price").gt(10), "mid")
                        .otherwise("low")
                        .as("c")));
        bid(
                "SELECT CAST(price AS VARCHAR) AS c FROM bid",
                b -> b.select(col("price").cast("string").as("c")));
        bid(
                "SELECT CAST(price AS DECIMAL(10, 2)) AS c FROM bid",
                b -> b.select(col("price").cast("decimal(10, 2)").as("c")));
        bid(
                "SELECT EXTRACT(YEAR FROM ts) AS y, EXTRACT(HOUR FROM ts) AS h FROM bid",
                b -> b.select(year(col("ts")).as("y"), hour(col("ts")).as("h")));
        bid(
                "SELECT FLOOR(ts TO HOUR) AS h FROM bid",
                b -> b.select(date_trunc("hour", col("ts")).as("h")));
        bid(
                "SELECT ABS(price) AS a, SQRT(score) AS s, ROUND(score, 1) AS r FROM bid",
                b -> b.select(
                        abs(col("price")).as("a"),
                        sqrt(col("score")).as("s"),
                        round(col("score"), 1).as("r")));
        bid(
                "SELECT GREATEST(price, 3) AS g FROM bid",
                b -> b.select(greatest(col("price"), lit(3)).as("g")));
        bid(
                "SELECT tags[1] AS t, CARDINALITY(tags) AS n FROM bid",
                b -> b.select(col("tags").getItem(0).as("t"), size(col("tags")).as("n")));
        bid(
                "SELECT MOD(auction, 10) AS m, - price AS p FROM bid",
                b -> b.select(
                        col("auction").mod(10).as("m"), negate(col("price")).as("p")));
        bid(
                "SELECT NULLIF(price, 0) AS n, price IS NOT DISTINCT FROM 3 AS e FROM bid",
                b -> b.select(
                        nullif(col("price"), lit(0)).as("n"),
                        col("price").eqNullSafe(3).as("e")));
    }

    @Test
    void thereAreAHundred() {
        PlanTarget target = new PlanTarget.BatchSelect();
        assertThat(PAIRS.stream()
                        .map(pair -> plan(() -> session.sql(pair.sql()), target))
                        .filter(plan -> !isRefused(plan)))
                .hasSizeGreaterThanOrEqualTo(100);
    }

    private static boolean isRefused(String plan) {
        return Arrays.stream(ErrorCode.values()).anyMatch(code -> plan.startsWith(code + " "));
    }

    @TestFactory
    List<DynamicTest> sameBatchPlan() {
        return tests(false);
    }

    @TestFactory
    List<DynamicTest> sameStreamPlan() {
        return tests(true);
    }

    private List<DynamicTest> tests(boolean stream) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Pair pair : PAIRS) {
            tests.add(DynamicTest.dynamicTest(tests.size() + ": " + pair.sql(), () -> compare(pair, stream)));
        }
        return tests;
    }

    /** A view of the fluent form is that query too: it is kept as SQL text. */
    @TestFactory
    List<DynamicTest> samePlanOfAView() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Pair pair : PAIRS) {
            String name = "view" + tests.size();
            tests.add(DynamicTest.dynamicTest(name + ": " + pair.sql(), () -> compareView(name, pair)));
        }
        return tests;
    }

    private static void compareView(String name, Pair pair) {
        PlanTarget target = new PlanTarget.BatchSelect();
        String expected = plan(() -> session.sql(pair.sql()), target);
        if (!pair.sql().contains("ORDER BY price") && !expected.startsWith("UNSUPPORTED")) {
            pair.fluent().apply(session::table).createOrReplaceTempView(name);
            assertThat(plan(() -> session.table(name), target)).isEqualTo(expected);
        }
    }

    private static void compare(Pair pair, boolean stream) {
        PlanTarget target = stream ? new PlanTarget.StreamSelect(Optional.empty()) : new PlanTarget.BatchSelect();
        Supplier<DataFrame> sql =
                () -> session.sql(stream ? "SELECT STREAM" + pair.sql().substring("SELECT".length()) : pair.sql());
        Supplier<DataFrame> fluent = () -> pair.fluent().apply(stream ? session.readStream()::table : session::table);
        assertThat(plan(fluent, target)).isEqualTo(plan(sql, target));
    }

    /** The plan as text and with all that the text leaves out, or what is said against it. */
    private static String plan(Supplier<DataFrame> frame, PlanTarget target) {
        try {
            QueryPlan plan = session.frames().plan(frame.get(), target).plan();
            return PlanPrinter.print(plan) + plan.root().schema() + plan.mode() + plan.uniqueKey();
        } catch (MillraceException e) {
            return e.code() + " " + e.getMessage();
        }
    }
}
