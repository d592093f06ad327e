package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.InvertibleUserAggregate;
import io.millrace.aggregate.UserAggregate;
import io.millrace.columnar.DataType;
import io.millrace.connector.ChangeBatch;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Aggregates that a program brings along. */
@Timeout(60)
class UserAggregateTest {
    private static final String ROWS = "(VALUES ('a', 2, TIMESTAMP '2026-01-01 00:00:01'),"
            + " ('a', 8, TIMESTAMP '2026-01-01 00:00:02'), ('b', 5, TIMESTAMP '2026-01-01 00:00:03'),"
            + " ('a', 8, TIMESTAMP '2026-01-01 00:00:12'), ('b', NULL, TIMESTAMP '2026-01-01 00:00:13')) AS t (k, x, ts)";

    /** The geometric mean: count and sum of logarithms. */
    private static class GeometricMean implements UserAggregate<double[]> {
        @Override
        public DataType resultType(List<DataType> arguments) {
            if (arguments.size() != 1 || !arguments.get(0).isNumeric()) {
                throw new IllegalArgumentException("takes one number");
            }
            return DataType.DOUBLE;
        }

        @Override
        public double[] empty() {
            return new double[2];
        }

        @Override
        public double[] add(double[] state, Object[] arguments) {
            double value = ((Number) arguments[0]).doubleValue();
            if (value < 0) {
                throw new IllegalStateException("no roots of negative numbers");
            }
            return new double[] {state[0] + 1, state[1] + Math.log(value)};
        }

        @Override
        public double[] merge(double[] state, double[] other) {
            return new double[] {state[0] + other[0], state[1] + other[1]};
        }

        @Override
        public Object result(double[] state) {
            return state[0] == 0 ? null : Double.valueOf(Math.round(Math.exp(state[1] / state[0]) * 1e6) / 1e6);
        }

        @Override
        public byte[] save(double[] state) {
            return ByteBuffer.allocate(16)
                    .putDouble(state[0])
                    .putDouble(state[1])
                    .array();
        }

        @Override
        public double[] load(byte[] saved) {
            ByteBuffer buffer = ByteBuffer.wrap(saved);
            return new double[] {buffer.getDouble(), buffer.getDouble()};
        }
    }

    private static final class InvertibleMean extends GeometricMean implements InvertibleUserAggregate<double[]> {
        @Override
        public double[] subtract(double[] state, Object[] arguments) {
            return new double[] {state[0] - 1, state[1] - Math.log(((Number) arguments[0]).doubleValue())};
        }
    }

    @Test
    void standsWhereABuiltInOneMay() {
        try (Session session = session()) {
            assertThat(rows(
                            session,
                            "SELECT k, GEO_MEAN(x), geo_mean(DISTINCT x), GEO_MEAN(x) FILTER (WHERE x > 5) FROM " + ROWS
                                    + " GROUP BY k ORDER BY k"))
                    .containsExactly(List.of("a", 5.039684, 4.0, 8.0), java.util.Arrays.asList("b", 5.0, 5.0, null));
            assertThat(rows(
                            session,
                            "SELECT window_end, GEO_MEAN(x) FROM TABLE(HOP((SELECT * FROM " + ROWS
                                    + "), DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND))"
                                    + " GROUP BY window_start, window_end ORDER BY window_end"))
                    .extracting(row -> row.get(1))
                    .containsExactly(4.308869, 4.308869, 8.0, 8.0);
            assertThat(rows(session, "SHOW FUNCTIONS")).contains(List.of("GEO_MEAN"));
        }
    }

    @Test
    void isRightOverRowsThatAreTakenBack() {
        try (Session session = session()) {
            session.execute("CREATE TABLE t (k VARCHAR, x INT) WITH ('connector' = 'memory')");
            session.execute("CREATE TABLE r (plain DOUBLE, inverted DOUBLE) WITH ('connector' = 'memory')");
            session.set("output.mode", "complete");
            var query = ((StatementResult.Started) session.execute("INSERT INTO r SELECT GEO_MEAN(total),"
                            + " GEO_MEAN2(total) FROM (SELECT k, SUM(x) AS total FROM t GROUP BY k)"))
                    .query();
            session.execute("INSERT INTO t VALUES ('a', 1), ('b', 4)");
            query.processAllAvailable();
            assertThat(rows(session, "SELECT * FROM r")).containsExactly(List.of(2.0, 2.0));
            session.execute("INSERT INTO t VALUES ('a', 15)");
            query.processAllAvailable();
            assertThat(rows(session, "SELECT * FROM r")).containsExactly(List.of(8.0, 8.0));
        }
    }

    @Test
    void itsStateIsInTheCheckpoint(@TempDir Path folder) {
        try (Session session = session()) {
            session.set("checkpoint.dir", folder.toString());
            session.set("trigger", "available-now");
            session.set("output.mode", "complete");
            session.execute("CREATE TABLE t (x INT) WITH ('connector' = 'memory')");
            session.execute("CREATE TABLE r (mean DOUBLE) WITH ('connector' = 'memory')");
            session.execute("INSERT INTO t VALUES (2)");
            run(session, "INSERT INTO r SELECT GEO_MEAN(x) FROM t");
            session.execute("INSERT INTO t VALUES (8)");
            run(session, "INSERT INTO r SELECT GEO_MEAN(x) FROM t");
            assertThat(rows(session, "SELECT * FROM r")).containsExactly(List.of(4.0));
        }
    }

    @Test
    void belongsToItsSession() {
        try (Session session = session();
                Session other = Session.create()) {
            assertThatThrownBy(() -> rows(other, "SELECT GEO_MEAN(x) FROM " + ROWS))
                    .hasMessageContaining("there is no function \"GEO_MEAN\"");
            assertThat(rows(other, "SHOW FUNCTIONS")).doesNotContain(List.of("GEO_MEAN"));
            other.registerAggregate("geo_mean", new InvertibleMean());
            assertThat(rows(other, "SELECT GEO_MEAN(x) FROM (VALUES (2), (8)) AS t (x)"))
                    .isEqualTo(rows(session, "SELECT GEO_MEAN(x) FROM (VALUES (2), (8)) AS t (x)"));
            assertThat(rows(session, "SHOW FUNCTIONS")).contains(List.of("GEO_MEAN"));
        }
    }

    @Test
    void mistakesNameTheFunction() {
        try (Session session = session()) {
            assertThatThrownBy(() -> rows(session, "SELECT GEO_MEAN(k) FROM " + ROWS))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH))
                    .hasMessageContaining("GEO_MEAN: takes one number");
            assertThatThrownBy(() -> rows(session, "SELECT GEO_MEAN(-x) FROM " + ROWS))
                    .hasMessageContaining("aggregate \"GEO_MEAN\" has failed: no roots of negative numbers");
            assertThatThrownBy(() -> session.registerAggregate("Geo_Mean", new InvertibleMean()))
                    .hasMessageContaining("there is another aggregate \"GEO_MEAN\" already");
            assertThatThrownBy(() -> session.registerAggregate("sum", new GeometricMean()))
                    .hasMessageContaining("there is a built-in aggregate \"SUM\" already");
            assertThatThrownBy(() -> session.registerAggregate("upper", new GeometricMean()))
                    .hasMessageContaining("there is a function \"UPPER\" already");
            assertThatThrownBy(() -> session.registerAggregate("geo mean", new GeometricMean()))
                    .hasMessageContaining("an aggregate cannot be called \"geo mean\"");
        }
    }

    private static Session session() {
        Session session = Session.builder().set("time-zone", "UTC").build();
        session.registerAggregate("geo_mean", new GeometricMean());
        session.registerAggregate("geo_mean2", new InvertibleMean());
        return session;
    }

    private static void run(Session session, String insert) {
        ((StatementResult.Started) session.execute(insert)).query().awaitTermination();
    }

    private static List<List<Object>> rows(Session session, String query) {
        List<List<Object>> rows = new ArrayList<>();
        StatementResult.Rows result = (StatementResult.Rows) session.execute(query);
        try (RowCursor cursor = result.cursor()) {
            for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                rows.addAll(next.get().rows().rows());
            }
        }
        return rows;
    }
}
