package io.millrace.sql;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.testing.QueryTest;
import io.millrace.sql.testing.TestClock;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the page of frames are parts of this class. */
class DataFramePageTest {
    private static final Path HERE = Path.of("src/test/java/io/millrace/sql/DataFramePageTest.java");

    /** Without blanks: how lines are broken is the formatter's. */
    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void everyExampleIsHere() throws IOException {
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(DocsPage.read("dataframe.md").text())
                .results()
                .map(block -> plain(block.group(1)))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        assertThat(blocks)
                .allSatisfy(block -> assertThat(plain(Files.readString(HERE))).contains(block));
    }

    @Test
    void everyMethodThatThePageNamesIsThere() throws IOException {
        String text = DocsPage.read("dataframe.md").text();
        String list = text.substring(text.indexOf("`select,"), text.indexOf("Every one gives"));
        List<String> names = Pattern.compile("`([^`]+)`")
                .matcher(list)
                .results()
                .flatMap(quoted -> Arrays.stream(quoted.group(1).split("[,\\s]+")))
                .toList();
        assertThat(names).hasSizeGreaterThan(40);
        assertThat(Arrays.stream(DataFrame.class.getMethods()).map(Method::getName))
                .containsAll(
                        names.stream().filter(name -> !name.equals("pivot")).toList());
    }

    @Test
    void theExamplesRun() {
        Session session = Session.create();
        session.shareConsole(text -> assertThat(text).contains("bidder"));
        DataFrame bids = session.createDataFrame(
                List.of(Row.of(1, "ann", 10), Row.of(1, "bob", 25), Row.of(2, "ann", 40)),
                "auction BIGINT, bidder VARCHAR, price INTEGER");
        DataFrame dear = bids.filter(col("price").gt(20))
                .groupBy("bidder")
                .agg(count("*").as("n"), max("price"));
        dear.orderBy("bidder").show();
        assertThat(dear.columns()).containsExactly("bidder", "n", "max(price)");

        DataFrame levels = bids.withColumn("level", expr("CASE WHEN price > 20 THEN 'high' ELSE 'low' END"));
        DataFrame prices =
                levels.groupBy("bidder").pivot("level", List.of("low", "high")).sum("price");
        assertThat(prices.collectAsList()).containsExactlyInAnyOrder(Row.of("ann", 10L, 40L), Row.of("bob", null, 25L));

        DataFrame names = session.createDataFrame(List.of(Row.of("ann", "Anna")), "bidder VARCHAR, name VARCHAR");
        DataFrame named = bids.join(names, bids.col("bidder").equalTo(names.col("bidder")))
                .select(bids.col("bidder"), col("name"));
        assertThat(named.collectAsList()).containsExactly(Row.of("ann", "Anna"), Row.of("ann", "Anna"));

        DataFrame words = session.createDataFrame(List.of(Row.of("to be or"), Row.of("not to be")), "line VARCHAR")
                .selectExpr("explode(split(line, ' ')) AS word");
        DataFrame summary = words.agg(
                expr("count_if(length(word) > 2)").as("longer"),
                expr("collect_set(word)").as("vocabulary"));
        assertThat(summary.collectAsList()).extracting(row -> row.getLong(0)).containsExactly(1L);

        bids.createOrReplaceTempView("bids");
        UserDefinedFunction tax = udf((Integer price, Double rate) -> price * rate, "DOUBLE");
        DataFrame taxed = bids.withColumn("tax", tax.apply(col("price"), lit(0.19)));
        assertThat(taxed.select("tax").first()).isEqualTo(Row.of(1.9));
        session.udf().register("initial", (String name) -> name == null ? "?" : name.substring(0, 1), "VARCHAR");
        DataFrame initials =
                session.sql("SELECT initial(bidder) AS i, COUNT(*) AS n FROM bids GROUP BY initial(bidder)");
        DataFrame same = bids.groupBy(call_function("initial", col("bidder")).as("i"))
                .agg(count("*").as("n"));
        assertThat(initials.collectAsList())
                .containsExactlyInAnyOrder(Row.of("a", 2L), Row.of("b", 1L))
                .containsExactlyInAnyOrderElementsOf(same.collectAsList());

        MemoryStream clicks = session.memoryStream("clicks", "page VARCHAR, at TIMESTAMP(3)");
        DataFrame perMinute = clicks.toDF()
                .withWatermark("at", "5 seconds")
                .groupBy(window(col("at"), "1 minute"), col("page"))
                .count();
        StreamingQuery query = perMinute
                .writeStream()
                .outputMode("append")
                .foreachBatch((batch, id) -> batch.write().saveAsTable("per_minute"))
                .start();
        clicks.add("home", "2026-01-01 10:00:00").end();
        query.awaitTermination();
        assertThat(session.table("per_minute").count()).isEqualTo(1);
        session.close();
    }

    @Test
    void theScriptPasses() throws IOException {
        String page = DocsPage.read("dataframe.md").text();
        String script = page.substring(page.indexOf("=== counts"), page.lastIndexOf("```"));
        assertThat(QueryScript.parse(script)).singleElement().satisfies(test -> {
            assertThat(test.name()).isEqualTo("counts by auction");
            assertThat(test.run()).isEmpty();
        });
    }

    @Test
    void theTestRuns() {
        TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
        try (Session tested = Session.builder().clock(clock).build()) {
            MemoryStream stream = tested.memoryStream("bid", "auction BIGINT, price INTEGER");
            try (QueryTest test = QueryTest.of(stream.toDF().groupBy("auction").sum("price"), "update")) {
                stream.add(1, 10).add(2, 5);
                test.assertRows(Row.of(1L, 10L), Row.of(2L, 5L));
            }
        }
    }
}
