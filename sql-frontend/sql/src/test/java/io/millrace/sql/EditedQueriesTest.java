package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty edits of a statement between two runs of its query: what EXPLAIN RESTART says of each, and that the restart does
 * as it says. What keeps no state, such as a filter or the columns shown, may change.
 */
class EditedQueriesTest {
    /** What is expected, the statement before and after; parts are parted by {@code |}. */
    private static final List<String> EDITS = """
            kept | SELECT k, v FROM t | SELECT k, v FROM t
            kept | SELECT k, v FROM t | SELECT  k,  v  FROM  t
            kept | SELECT k, v FROM t | SELECT x.k, x.v FROM t AS x
            may change | SELECT k, v FROM t | SELECT k, w FROM t
            may change | SELECT k, v FROM t | SELECT k, v + 1 FROM t
            may change | SELECT k, v FROM t | SELECT UPPER(k), v FROM t
            may change | SELECT k, v FROM t | SELECT k, v FROM t WHERE v > 1
            may change | SELECT k, v FROM t WHERE v > 1 | SELECT k, v FROM t
            may change | SELECT k, v FROM t WHERE v > 1 | SELECT k, v FROM t WHERE v > 2
            may change | SELECT k, v FROM t WHERE v > 1 | SELECT k, v FROM t WHERE v > 1 AND w < 3
            may change | SELECT k, v FROM t WHERE v > 1 | SELECT k, v FROM t WHERE w > 1
            incompatible | SELECT k, v FROM t | SELECT k, v FROM u
            incompatible | SELECT k, v FROM t | SELECT k, v FROM t UNION ALL SELECT k, v FROM u
            incompatible | SELECT k, v FROM t | SELECT k, COUNT(*) FROM t GROUP BY k
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, v FROM t
            may change | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, COUNT(*) AS n FROM t GROUP BY k
            may change | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, COUNT(*) FROM t WHERE v > 1 GROUP BY k
            may change | SELECT k, COUNT(*) FROM t WHERE v > 1 GROUP BY k | SELECT k, COUNT(*) FROM t GROUP BY k
            may change | SELECT k, COUNT(*) FROM t WHERE v > 1 GROUP BY k | SELECT k, COUNT(*) FROM t WHERE v > 5 GROUP BY k
            may change | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, COUNT(*) FROM t GROUP BY k HAVING COUNT(*) > 1
            may change | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, COUNT(*) + 1 FROM t GROUP BY k
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT LOWER(k), COUNT(*) FROM t GROUP BY k
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, SUM(v) FROM t GROUP BY k
            incompatible | SELECT k, SUM(v) FROM t GROUP BY k | SELECT k, SUM(w) FROM t GROUP BY k
            incompatible | SELECT k, SUM(v) FROM t GROUP BY k | SELECT k, MAX(v) FROM t GROUP BY k
            incompatible | SELECT k, COUNT(v) FROM t GROUP BY k | SELECT k, COUNT(DISTINCT v) FROM t GROUP BY k
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, COUNT(*) FILTER (WHERE v > 1) FROM t GROUP BY k
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT MAX(k), COUNT(*) FROM t GROUP BY v
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, COUNT(*) FROM t GROUP BY k, v
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k, v | SELECT k, COUNT(*) FROM t GROUP BY k
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT MAX(k), COUNT(*) FROM t
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT k, COUNT(*) FROM u GROUP BY k
            incompatible | SELECT k, SUM(v) FROM t GROUP BY k | SELECT k, SUM(v + 1) FROM t GROUP BY k
            incompatible | SELECT k, COUNT(*) FROM t GROUP BY k | SELECT UPPER(k), COUNT(*) FROM t GROUP BY UPPER(k)
            kept | SELECT DISTINCT k, v FROM t | SELECT DISTINCT k, v FROM t
            incompatible | SELECT DISTINCT k, v FROM t | SELECT DISTINCT k, w FROM t
            incompatible | SELECT DISTINCT k, v FROM t | SELECT k, v FROM t
            may change | SELECT DISTINCT k, v FROM t | SELECT DISTINCT k, v FROM t WHERE v > 1
            may change | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) AS m FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY k, window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, SUM(v) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT MAX(k), COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM t GROUP BY k
            may change | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) WHERE v > 3 GROUP BY k, window_start, window_end
            may change | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end HAVING COUNT(*) > 2
            incompatible | SELECT k, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY k, window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end
            incompatible | SELECT k, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end | SELECT k, SUM(v) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end
            kept | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k | SELECT t.k, u.v FROM t JOIN u ON u.k = t.k
            may change | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k | SELECT t.k, u.v + 1 FROM t JOIN u ON t.k = u.k
            incompatible | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k | SELECT t.k, u.v FROM t JOIN u ON t.v = u.v
            incompatible | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k AND t.v = u.v
            incompatible | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k AND u.ts BETWEEN t.ts AND t.ts + INTERVAL '5' SECOND | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k AND u.ts BETWEEN t.ts AND t.ts + INTERVAL '9' SECOND
            incompatible | SELECT t.k, u.v FROM t JOIN u ON t.k = u.k | SELECT t.k, t.v FROM t
            kept | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS 9 PRECEDING) FROM t
            incompatible | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 19 PRECEDING AND CURRENT ROW) FROM t
            incompatible | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t | SELECT k, MAX(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t
            incompatible | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t | SELECT k, SUM(v) OVER (PARTITION BY w ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t
            may change | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t WHERE v > 1
            incompatible | SELECT k, v FROM t | SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t
            """.lines().toList();

    @TempDir
    private Path folder;

    @Test
    void everyRestartDoesWhatExplainRestartSays() {
        assertThat(EDITS).hasSizeGreaterThanOrEqualTo(60);
        List<String> wrong = new ArrayList<>();
        try (Session session = Session.builder()
                .set("time-zone", "UTC")
                .set("parallelism", "1")
                .set("checkpoint.dir", folder.toString())
                .build()) {
            for (String table : List.of("t", "u")) {
                session.execute(
                        "CREATE TABLE " + table + " (k VARCHAR, v BIGINT, w BIGINT, ts TIMESTAMP(3), WATERMARK FOR"
                                + " ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='memory')");
            }
            session.execute("CREATE TABLE out_ (k VARCHAR, n BIGINT) WITH ('connector'='blackhole')");
            for (int i = 0; i < EDITS.size(); i++) {
                String[] parts =
                        Stream.of(EDITS.get(i).split("\\|")).map(String::strip).toArray(String[]::new);
                session.set("query.name", "q" + i);
                String found = edit(session, folder.resolve("q" + i), parts[1], parts[2]);
                if (!found.equals(parts[0])) {
                    wrong.add(found + " | " + parts[1] + " | " + parts[2]);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The gravest verdict of EXPLAIN RESTART, and beside it what the restart did where that is not the same. */
    private static String edit(Session session, Path checkpoint, String before, String after) {
        insert(session, before).stop();
        String verdict = "kept";
        for (Row row : rows(session, "EXPLAIN RESTART '" + checkpoint + "' INSERT INTO out_ " + after)) {
            String own = row.getString(1);
            if (own.equals("incompatible") || (own.equals("may change") && verdict.equals("kept"))) {
                verdict = own;
            }
        }
        MillraceException refused = catchThrowableOfType(
                MillraceException.class, () -> insert(session, after).stop());
        if (refused == null) {
            return verdict.equals("incompatible") ? "goes on though incompatible" : verdict;
        }
        boolean inWords = refused.code() == ErrorCode.STATE_INCOMPATIBLE;
        return verdict.equals("incompatible") && inWords ? verdict : verdict + ", but: " + refused.getMessage();
    }

    private static StreamingQuery insert(Session session, String select) {
        return ((StatementResult.Started) session.execute("INSERT INTO out_ " + select)).query();
    }

    private static List<Row> rows(Session session, String statement) {
        List<Row> rows = new ArrayList<>();
        try (RowCursor cursor = ((StatementResult.Rows) session.execute(statement)).cursor()) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                for (int row = 0; row < batch.get().rows().rowCount(); row++) {
                    rows.add(Row.of(batch.get().rows(), row));
                }
            }
        }
        return rows;
    }
}
