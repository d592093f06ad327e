package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.MillraceException;
import io.millrace.sql.DataFrame;
import io.millrace.sql.Row;
import io.millrace.sql.Session;
import io.millrace.sql.testing.QueryTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders by value that a query's conditions rule out are not opened: that in the folder of the west would end the query. The
 * watermark needs the times of all rows.
 */
class FolderPruningTest {
    private static final String WEST = "zone=west/day_=2026-01-02/broken.csv";

    private final Session session = Session.create();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        file("zone=north/day_=2026-01-01/a.csv", "1,2026-01-01 10:00:00\n2,2026-01-01 11:00:00\n");
        file("zone=north/day_=2026-01-02/b.csv", "3,2026-01-02 10:00:00\n");
        file("zone=south/day_=2026-01-01/c.csv", "4,2026-01-01 10:00:00\n5,2026-01-01 12:00:00\n");
        file(WEST, "six,2026-01-02 10:00:00\n");
        table("trip", "");
        table("timed", ", WATERMARK FOR at AS at");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void table(String name, String more) {
        session.execute("CREATE TABLE " + name + " (zone VARCHAR, day_ DATE, fare INT, at TIMESTAMP(3)" + more
                + ") WITH ('connector'='files', 'path'='" + folder
                + "', 'format'='csv', 'partition-by'='zone, day_', 'bounded'='true')");
    }

    private void file(String name, String rows) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "fare,at\n" + rows);
    }

    private Object answer(String table, String condition) {
        Row row = session.sql("SELECT SUM(fare) AS total FROM " + table + " WHERE " + condition)
                .first();
        return row.get(0);
    }

    @Test
    void onlyFoldersThatMayHoldRowsAreOpened() {
        assertThat(answer("trip", "zone = 'north'")).isEqualTo(6L);
        assertThat(answer("trip", "zone < 'west' AND fare > 1")).isEqualTo(14L);
        assertThat(answer("trip", "zone IN ('north', 'south')")).isEqualTo(15L);
        assertThat(answer("trip", "day_ = DATE '2026-01-02' AND zone <> 'west' AND 'p' > zone"))
                .isEqualTo(3L);
        assertThat(answer("trip", "day_ < DATE '2026-01-02'")).isEqualTo(12L);
        assertThat(answer("trip", "zone = 'east'")).isNull();
        assertThatThrownBy(() -> answer("trip", "zone >= 'south'"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining(WEST);
    }

    @Test
    void aBatchWithAWatermarkTooOpensNoMore() {
        assertThat(answer("timed", "zone = 'north'")).isEqualTo(6L);
        assertThat(session.sql("SELECT zone, fare FROM timed WHERE zone = 'south' ORDER BY fare")
                        .collectAsList())
                .containsExactly(Row.of("south", 4), Row.of("south", 5));
    }

    @Test
    void streamsOpenOnlyThoseWhereNoWatermarkFollowsTheRows() throws IOException {
        session.set("max-rows-per-batch", "1");
        DataFrame fares = session.sql("SELECT STREAM fare FROM trip WHERE zone = 'north'");
        try (QueryTest test = QueryTest.of(fares)) {
            test.query().awaitTermination();
            test.assertRows("[1]", "[2]", "[3]");
        }
        DataFrame timed = session.sql("SELECT STREAM fare FROM timed WHERE zone = 'north'");
        try (QueryTest test = QueryTest.of(timed)) {
            assertThatThrownBy(() -> test.query().awaitTermination()).hasMessageContaining(WEST);
        }
        file(WEST, "6,2026-01-02 10:00:00\n");
        try (QueryTest test = QueryTest.of(timed)) {
            test.query().awaitTermination();
            test.assertRows("[1]", "[2]", "[3]");
        }
    }

    /** One leaves out what the other one reads, by the same ranges. */
    @Test
    void twoScansOfOneTableEachOpenWhatIsTheirs() {
        session.set("max-rows-per-batch", "1");
        String joined = "SELECT STREAM n.fare, s.fare FROM trip n JOIN trip s ON n.day_ = s.day_"
                + " WHERE n.zone = 'north' AND s.zone = 'south'";
        try (QueryTest test = QueryTest.of(session.sql(joined))) {
            test.query().awaitTermination();
            test.assertRows("[1,4]", "[1,5]", "[2,4]", "[2,5]");
        }
    }

    @Test
    void explainSaysWhichAreOpened() {
        assertThat(explained("SELECT fare FROM trip WHERE zone = 'north' AND day_ >= DATE '2026-01-02' AND fare > 1"))
                .contains(
                        "Scan trip: zone, day_, fare\n",
                        "opens only parts with zone = 'north' AND day_ >= '2026-01-02'\n");
        assertThat(explained("SELECT fare FROM trip WHERE fare > 1")).doesNotContain("opens");
        assertThat(explained("SELECT fare FROM timed WHERE zone = 'north'"))
                .contains("opens only parts with zone = 'north'\n");
        assertThat(explained("SELECT STREAM fare FROM timed WHERE zone = 'north'"))
                .contains("opens all parts: the watermark follows the times of all rows\n");
    }

    private String explained(String query) {
        return session.sql("EXPLAIN " + query).collectAsList().stream()
                .map(row -> row.getString(0) + "\n")
                .collect(Collectors.joining());
    }
}
