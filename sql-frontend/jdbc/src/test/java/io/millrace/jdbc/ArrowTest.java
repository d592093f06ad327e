package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results read as Arrow batches. That no JVM flag is needed is shown by the build, which gives none. */
@Timeout(60)
class ArrowTest {
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.open();
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private ArrowReader reader(String sql) throws SQLException {
        ResultSet rows = statement.executeQuery(sql);
        assertThat(rows.isWrapperFor(ArrowReader.class)).isTrue();
        return rows.unwrap(ArrowReader.class);
    }

    @Test
    void allRowsComeInBatches() throws Exception {
        Jdbc.execute(
                connection,
                "CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='30000')",
                "SET 'max-rows-per-batch' = '7000'");
        long sum = 0;
        long rows = 0;
        int batches = 0;
        try (ArrowReader reader = reader("SELECT STREAM price, channel FROM bid")) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            assertThat(root.getSchema().getFields())
                    .extracting(field -> field.getName())
                    .containsExactly("price", "channel");
            while (reader.loadNextBatch()) {
                batches++;
                rows += root.getRowCount();
                BigIntVector prices = (BigIntVector) root.getVector("price");
                for (int i = 0; i < root.getRowCount(); i++) {
                    sum += prices.get(i);
                }
            }
            assertThat(root.getVector("channel")).isInstanceOf(VarCharVector.class);
            assertThat(reader.bytesRead()).isGreaterThan(8 * rows);
        }
        assertThat(batches).isGreaterThan(1);
        assertThat(Jdbc.rows(connection, "SELECT COUNT(*), SUM(price) FROM bid"))
                .containsExactly(java.util.List.of(Long.toString(rows), Long.toString(sum)));
    }

    /** As on the driver's page. */
    private static long total(ResultSet result) throws SQLException, IOException {
        long total = 0;
        try (ArrowReader reader = result.unwrap(ArrowReader.class)) {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                BigIntVector prices = (BigIntVector) batch.getVector("price");
                for (int row = 0; row < batch.getRowCount(); row++) {
                    total += prices.get(row);
                }
            }
        }
        return total;
    }

    @Test
    void aColumnIsReadWhole() throws SQLException, IOException {
        assertThat(total(statement.executeQuery("SELECT CAST(a AS BIGINT) AS price FROM (VALUES (1), (2)) AS t (a)")))
                .isEqualTo(3);
    }

    @Test
    void changesSayWhatTheyAre() throws Exception {
        Jdbc.execute(
                connection,
                "CREATE TABLE t (k VARCHAR, v INT) WITH ('connector'='memory')",
                "INSERT INTO t VALUES ('a', 1), ('a', 2)",
                "SET 'output.mode' = 'changelog'");
        try (ArrowReader reader = reader("SELECT STREAM k, COUNT(*) AS n FROM t GROUP BY k")) {
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(reader.getVectorSchemaRoot().contentToTSVString()).isEqualTo("k\tn\t_change\na\t2\t+I\n");
            Jdbc.execute(connection, "INSERT INTO t VALUES ('a', 3)");
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(reader.getVectorSchemaRoot().contentToTSVString())
                    .isEqualTo("k\tn\t_change\na\t2\t-U\na\t3\t+U\n");
        }
    }

    @Test
    void limitsOfTheStatementHold() throws Exception {
        statement.setMaxRows(2);
        try (ArrowReader reader = reader("SELECT * FROM (VALUES (1), (2), (3)) AS t (a) ORDER BY a")) {
            assertThat(reader.loadNextBatch()).isTrue();
            IntVector values = (IntVector) reader.getVectorSchemaRoot().getVector(0);
            assertThat(values.getValueCount()).isEqualTo(2);
            assertThat(values.get(1)).isEqualTo(2);
            assertThat(reader.loadNextBatch()).isFalse();
        }
        statement.setMaxRows(0);
        statement.setQueryTimeout(1);
        Jdbc.execute(connection, "CREATE TABLE t (a INT) WITH ('connector'='memory')");
        try (ArrowReader reader = reader("SELECT STREAM a FROM t")) {
            assertThatThrownBy(reader::loadNextBatch)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nothing came within the query timeout of 1 second");
        }
    }

    @Test
    void rowsAreReadInOneWay() throws Exception {
        ResultSet rows = statement.executeQuery("SELECT 1");
        rows.next();
        assertThatThrownBy(() -> rows.unwrap(ArrowReader.class)).hasMessageContaining("take its ArrowReader first");
        ResultSet others = statement.executeQuery("SELECT 1");
        try (ArrowReader reader = others.unwrap(ArrowReader.class)) {
            assertThatThrownBy(others::next).hasMessage("the rows of this result are read by its ArrowReader");
            others.close();
            assertThatThrownBy(reader::loadNextBatch).hasMessage("the result set is closed");
        }
        assertThat(others.isClosed()).isTrue();
    }
}
