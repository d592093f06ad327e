package io.millrace.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One query written in two ways has one plan, to the letter: a checkpoint knows it again. */
class SpellingsTest {
    private static final String SIZE = "INTERVAL '2' SECOND, INTERVAL '10' SECOND";

    private final Planning planning = new Planning();

    @ParameterizedTest
    @ValueSource(strings = {"append", "update", "changelog", "complete"})
    void windowsInGroupByAndAsTables(String mode) {
        String grouped = "SELECT STREAM auction, HOP_START(ts, %1$s) AS s, HOP_END(ts, %1$s) AS e,"
                + " HOP_ROWTIME(ts, %1$s) AS r, COUNT(*) AS n, MAX(price) AS top"
                + " FROM bid WHERE price > 3 GROUP BY auction, HOP(ts, %1$s) HAVING COUNT(*) > 2";
        String table = "SELECT STREAM auction, window_start AS s, window_end AS e, window_time AS r, COUNT(*) AS n,"
                + " MAX(price) AS top FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), %1$s)) WHERE price > 3"
                + " GROUP BY auction, window_start, window_end, window_time HAVING COUNT(*) > 2";

        same(mode, grouped.formatted(SIZE), table.formatted(SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"append"})
    void windowsOverTheNamesOfTablesAndColumns(String mode) {
        String select = "SELECT STREAM window_end, COUNT(*) AS n FROM ";
        String group = " GROUP BY window_start, window_end";
        String whole = select + "TABLE(HOP(TABLE bid, DESCRIPTOR(ts), " + SIZE + "))" + group;

        same(mode, whole, select + "TABLE(HOP(bid, ts, " + SIZE + "))" + group);
        same(mode, whole, select + "HOP(bid, ts, " + SIZE + ")" + group);
        same(mode, whole, select + "HOP(TABLE bid, DESCRIPTOR(ts), " + SIZE + ") AS w" + group);
        same(
                mode,
                select + "TABLE(SESSION(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' SECOND))" + group,
                select + "SESSION(bid, ts, INTERVAL '1' SECOND)" + group);
    }

    @ParameterizedTest
    @CsvSource({"append", "update"})
    void keysInAnyOrderAndAnyColumnOfTheWindow(String mode) {
        String written = "SELECT STREAM window_end, auction, COUNT(*) AS n FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), "
                + SIZE + ")) GROUP BY ";

        same(mode, written + "auction, window_end", written + "window_end, auction");
        same(mode, written + "auction, window_end", written + "window_time, auction, window_end, window_start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "update"})
    void viewsSubqueriesAndCommonTables(String mode) {
        String direct = "SELECT STREAM auction, ts, COUNT(*) AS n FROM bid WHERE price > 100 GROUP BY auction, ts";

        same(mode, direct, "SELECT STREAM auction, ts, COUNT(*) AS n FROM dear GROUP BY auction, ts");
        same(
                mode,
                direct,
                "SELECT STREAM auction, ts, COUNT(*) AS n FROM (SELECT * FROM bid WHERE price > 100) GROUP BY auction, ts");
        same(
                mode,
                direct,
                "WITH d AS (SELECT ts, auction, price AS p FROM bid) SELECT STREAM auction, ts, COUNT(*) AS n FROM d"
                        + " WHERE p > 100 GROUP BY auction, ts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append"})
    void joinsByOnUsingAndWhere(String mode) {
        String on = "SELECT STREAM b.price FROM bid b JOIN plain p ON b.auction = p.auction";

        same(mode, on, "SELECT STREAM b.price FROM bid b, plain p WHERE b.auction = p.auction");
        same(mode, on, "SELECT STREAM b.price FROM bid b JOIN plain p USING (auction)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append"})
    void windowArithmeticIsTheWindowsColumn(String mode) {
        String written = "SELECT STREAM %s AS x, COUNT(*) AS n FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), " + SIZE
                + ")) GROUP BY window_start, window_end, window_time";

        same(mode, written.formatted("window_end"), written.formatted("window_start + INTERVAL '10' SECOND"));
        same(mode, written.formatted("window_start"), written.formatted("window_end - INTERVAL '10' SECOND"));
    }

    private void same(String mode, String one, String other) {
        String first = planning.plan("-- " + mode + "\n" + one).plan().toString();

        assertThat(planning.plan("-- " + mode + "\n" + other).plan()).hasToString(first);
    }
}
