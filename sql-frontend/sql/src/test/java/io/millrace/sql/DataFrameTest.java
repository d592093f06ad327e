package io.millrace.sql;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataFrameTest {
    private Session session;
    private DataFrame bids;

    @BeforeEach
    void open() {
        session = Session.create();
        bids = session.createDataFrame(
                List.of(
                        Row.of(1, "ann", 10, 0.5, "2026-01-01 10:00:01"),
                        Row.of(1, "bob", 25, 1.5, "2026-01-01 10:00:03"),
                        Row.of(2, "ann", 40, 2.0, "2026-01-01 10:00:08"),
                        Row.of(1, "cid", 25, 2.5, "2026-01-01 10:00:12"),
                        Row.of(2, "bob", 15, null, "2026-01-01 10:00:14")),
                "auction BIGINT, bidder VARCHAR, price INTEGER, score DOUBLE, ts TIMESTAMP(3)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void selectsFiltersAndComputes() {
        DataFrame frame = bids.filter(col("price").gt(20))
                .withColumn("twice", col("price").multiply(2))
                .select("bidder", "twice");
        assertThat(frame.columns()).containsExactly("bidder", "twice");
        assertThat(frame.collectAsList()).containsExactly(Row.of("bob", 50), Row.of("ann", 80), Row.of("cid", 50));
        assertThat(bids.where("price < 15 OR bidder = 'cid'").count()).isEqualTo(2);
    }

    @Test
    void spreadingRowsChangesNoResult() {
        assertThat(bids.repartition(4, col("auction"))
                        .repartition(col("bidder"))
                        .coalesce(1)
                        .collectAsList())
                .isEqualTo(bids.collectAsList());
        assertThatThrownBy(() -> bids.repartition(4, col("auktion"))).hasMessageContaining("did you mean \"auction\"");
        assertThat(bids.select("auction", "bidder").dtypes())
                .isEqualTo(Map.of("auction", "BIGINT", "bidder", "VARCHAR"));
    }

    @Test
    void textsAndListsAreCompared() {
        assertThat(bids.filter(col("bidder").ilike("A%")).count())
                .isEqualTo(bids.filter("bidder = 'ann'").count());
        assertThat(bids.filter(col("bidder").isInCollection(List.of("ann", "cid")))
                        .count())
                .isEqualTo(bids.filter("bidder <> 'bob'").count());
    }

    @Test
    void groups() {
        assertThat(bids.groupBy("auction")
                        .agg(count("*").as("n"), max("price"), avg(col("score")))
                        .orderBy("auction")
                        .collectAsList())
                .containsExactly(Row.of(1L, 3L, 25, 1.5), Row.of(2L, 2L, 40, 2.0));
        assertThat(bids.groupBy("bidder").agg(Map.of("price", "sum")).columns())
                .containsExactly("bidder", "sum(price)");
        assertThat(bids.groupBy(window(col("ts"), "10 seconds"), col("auction"))
                        .count()
                        .select("window.start", "auction", "count")
                        .orderBy("start", "auction")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[2026-01-01 10:00:00,1,2], [2026-01-01 10:00:00,2,1],"
                        + " [2026-01-01 10:00:10,1,1], [2026-01-01 10:00:10,2,1]]");
    }

    @Test
    void joinsFramesWithColumnsOfOneName() {
        DataFrame names = session.createDataFrame(
                List.of(Row.of("ann", "Anna"), Row.of("bob", "Robert")), "bidder VARCHAR, name VARCHAR");
        DataFrame using =
                bids.join(names, "bidder").select("bidder", "name", "price").orderBy("price");
        assertThat(using.first()).isEqualTo(Row.of("ann", "Anna", 10));
        DataFrame on = bids.as("b").join(names.as("n"), col("b.bidder").equalTo(col("n.bidder")));
        assertThat(on.columns()).containsExactly("auction", "bidder", "price", "score", "ts", "bidder", "name");
        assertThat(on.select(col("n.bidder"), col("price")).count()).isEqualTo(4);
        assertThat(bids.join(names, bids.col("bidder").equalTo(names.col("bidder")))
                        .drop(names.col("bidder"))
                        .columns())
                .containsExactly("auction", "bidder", "price", "score", "ts", "name");
        assertThat(on.collectAsList()).hasSize(4);
        assertThatThrownBy(() -> on.select("bidder")).hasMessageContaining("there are 2 columns \"bidder\"");
    }

    @Test
    void givesItsRowsAsArrowVectors() {
        try (BufferAllocator allocator = new RootAllocator()) {
            try (VectorSchemaRoot rows = bids.select("auction", "bidder", "ts").toArrow(allocator)) {
                assertThat(rows.getRowCount()).isEqualTo((int) bids.count());
                assertThat(rows.getVector("auction").getObject(0)).hasToString("1");
                assertThat(rows.getVector("bidder").getObject(1)).hasToString("bob");
            }
            try (VectorSchemaRoot none = bids.filter("auction < 0").toArrow(allocator)) {
                assertThat(none.getRowCount()).isZero();
                assertThat(none.getSchema().getFields()).hasSize(5);
            }
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void showsAndDescribesItself() {
        assertThat(FrameText.table(bids.schema(), bids.takeAsList(3), 2, true, session.zone()))
                .isEqualTo("""
                        +-------+------+-----+-----+-----------------------+
                        |auction|bidder|price|score|                     ts|
                        +-------+------+-----+-----+-----------------------+
                        |      1|   ann|   10|  0.5|2026-01-01 10:00:01.000|
                        |      1|   bob|   25|  1.5|2026-01-01 10:00:03.000|
                        +-------+------+-----+-----+-----------------------+
                        only showing top 2 rows

                        """);
        DataFrame texts = bids.limit(1).select(lit("the mill of the river"), lit("the mill of a river!"));
        assertThat(FrameText.table(texts.schema(), texts.takeAsList(1), 1, true, session.zone()))
                .contains("| the mill of the r...|the mill of a river!|");
        assertThat(FrameText.schema(bids.select("auction", "ts").schema())).isEqualTo("""
                        root
                         |-- auction: BIGINT (nullable = true)
                         |-- ts: TIMESTAMP(3) (nullable = true)

                        """);
        assertThat(bids.filter("price > 1").explanation()).contains("Filter", "batch query");
    }

    @Test
    void namesAreCheckedWhenTheFrameIsBuilt() {
        assertThatThrownBy(() -> bids.select("prise"))
                .hasMessageContaining("there is no column \"prise\"; did you mean \"price\"");
        assertThatThrownBy(() -> bids.filter("pric > 3")).hasMessageContaining("did you mean \"price\"");
        assertThatThrownBy(() -> bids.groupBy("auktion")).hasMessageContaining("did you mean \"auction\"");
        assertThatThrownBy(() -> bids.filter("price >")).hasMessageContaining("syntax error");
        assertThatThrownBy(() -> bids.drop("bider")).hasMessageContaining("did you mean \"bidder\"");
        assertThatThrownBy(() -> bids.select(col("bidder").plus(1))).hasMessageContaining("cannot be applied");
    }

    @Test
    void othersOfTheKind() {
        assertThat(bids.dropDuplicates("auction").select("bidder").collectAsList())
                .containsExactlyInAnyOrder(Row.of("ann"), Row.of("ann"));
        assertThat(bids.select("auction").distinct().count()).isEqualTo(2);
        assertThat(bids.na().drop().count()).isEqualTo(4);
        assertThat(bids.na().fill(0.0).filter("score = 0").count()).isEqualTo(1);
        assertThat(bids.na().fill(7).filter("score = 7").count()).isEqualTo(1);
        assertThat(bids.union(bids).count()).isEqualTo(10);
        assertThat(bids.select("auction", "price")
                        .unionByName(bids.select("price", "auction"))
                        .distinct()
                        .count())
                .isEqualTo(4);
        assertThat(bids.select("price")
                        .unionByName(bids.select("auction"), true)
                        .filter("auction IS NULL")
                        .count())
                .isEqualTo(5);
        assertThat(bids.orderBy(col("price").desc(), col("bidder"))
                        .select("bidder")
                        .limit(2)
                        .collectAsList())
                .containsExactly(Row.of("ann"), Row.of("bob"));
        assertThat(bids.groupBy("auction")
                        .pivot("bidder")
                        .sum("price")
                        .orderBy("auction")
                        .collectAsList())
                .containsExactly(Row.of(1L, 10L, 25L, 25L), Row.of(2L, 40L, 15L, null));
        assertThat(bids.select(
                                col("auction"),
                                explode(split(concat(col("bidder"), lit(" b")), " "))
                                        .as("word"))
                        .count())
                .isEqualTo(10);
        assertThat(bids.select(posexplode(split(concat(col("bidder"), lit(" b")), " ")))
                        .limit(2)
                        .collectAsList())
                .containsExactly(Row.of(0, "ann"), Row.of(1, "b"));
        bids.createOrReplaceTempView("bids");
        assertThat(session.sql("SELECT COUNT(*) FROM bids").first().getLong(0)).isEqualTo(5);
        assertThat(session.table("bids").groupBy().max("price").first().getInt(0))
                .isEqualTo(40);
        assertThat(bids.rollup("auction", "bidder").count().count()).isEqualTo(8);
        assertThat(bids.selectExpr("price * 2 AS p", "UPPER(bidder)").columns()).containsExactly("p", "UPPER(bidder)");
    }

    @Test
    void theRowsOfAViewGoWithIt() {
        for (int i = 0; i < 3; i++) {
            DataFrame rows = session.createDataFrame(List.of(Row.of(i)), "n INTEGER");
            rows.createOrReplaceTempView("latest");
            rows.filter("n >= 0").createOrReplaceTempView("filtered");
            assertThat(session.table("latest").first()).isEqualTo(Row.of(i));
            assertThat(session.table("filtered").first()).isEqualTo(Row.of(i));
        }
        assertThat(session.names()).hasSize(3).contains("latest", "filtered");
    }

    /** One column of chance, however often the query looks at it. */
    @Test
    void aRandomColumnHasOneValueInARow() {
        try (Session session = Session.create()) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                rows.add(Row.of(i));
            }
            session.createDataFrame(rows, "id INT").createOrReplaceTempView("ids");
            String random = "(SELECT RAND() AS r FROM ids) AS t";
            assertThat(session.sql("SELECT r FROM " + random + " WHERE r > 0.5").collectAsList())
                    .hasSizeBetween(40, 160)
                    .allSatisfy(row -> assertThat(row.getDouble(0)).isGreaterThan(0.5));
            assertThat(session.sql("SELECT r - r AS zero FROM " + random).collectAsList())
                    .hasSize(200)
                    .containsOnly(Row.of(0.0));
            assertThat(session.sql("SELECT RAND() AS a, RAND() AS b FROM ids")
                            .filter("a <> b")
                            .count())
                    .isEqualTo(200);
            assertThat(session.table("ids")
                            .withColumn("r", expr("RAND()"))
                            .filter("r < 0.5")
                            .filter("r >= 0.5")
                            .count())
                    .isZero();
        }
    }
}
