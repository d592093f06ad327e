package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A directory of CSV files, written by one query and read by another, against DuckDB on the same files. With
 * {@code -Dmillrace.rows=1000000} it is a million rows.
 */
class BidFilesTest {
    private static final int ROWS = Integer.getInteger("millrace.rows", 200_000);

    @TempDir
    Path directory;

    @Test
    void slidingWindowsOverFilesAreThoseOfDuckDb() throws Exception {
        BidFiles.write(directory, ROWS, ROWS / 20);
        try (Session session = Session.create();
                DuckDb duckdb = new DuckDb()) {
            session.set("max-rows-per-batch", String.valueOf(ROWS / 25));
            session.execute(BidFiles.createBid(directory));
            StatementResult.Rows result = (StatementResult.Rows)
                    session.execute("SELECT STREAM" + BidFiles.query().substring("SELECT".length()));
            List<String> windows = read(result);

            duckdb.execute("CREATE TABLE bid AS SELECT *, date_time AS ts FROM read_csv('" + directory
                    + "/part-*.csv', header = true)");
            duckdb.defineHop("bid");
            List<String> answer = duckdb.rows(answer(), result.schema());
            assertThat(answer).hasSizeGreaterThan(1_000);
            windows.sort(null);
            answer.sort(null);
            // not containsExactlyInAnyOrder, which takes a time that grows with the square
            assertThat(windows).isEqualTo(answer);
        }
    }

    private static List<String> read(StatementResult.Rows result) {
        Schema schema = result.schema();
        List<String> rows = new ArrayList<>();
        try (var cursor = result.cursor()) {
            for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                next.get().rows().rows().forEach(row -> rows.add(RowText.of(row, schema)));
            }
            StreamingQuery query = cursor.query().orElseThrow();
            assertThat(query.state()).isEqualTo(StreamingQuery.State.FINISHED);
            assertThat(query.lateRows()).isZero();
            assertThat(query.lastProgress().orElseThrow().batchId()).isGreaterThan(20);
        }
        return rows;
    }

    private static String answer() {
        return "SELECT auction, window_start, window_end, count(*), sum(price), max(price), avg(price)"
                + " FROM hop_bid(2, 10, 0) GROUP BY auction, window_start, window_end";
    }
}
