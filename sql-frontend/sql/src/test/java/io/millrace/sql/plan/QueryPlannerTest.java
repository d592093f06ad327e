package io.millrace.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.parse.SqlText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QueryPlannerTest {
    private final QueryPlanner planner = new QueryPlanner(TestTables.catalog());

    @Test
    void warmingUpPlansAQuery() {
        assertThatCode(QueryPlanner::warmUp).doesNotThrowAnyException();
    }

    @Test
    void columnsOfAQueryBeforeItIsPlanned() {
        Schema schema =
                planner.schemaOf(SqlText.parse("SELECT auction AS a, ts, COUNT(*) AS n FROM bid GROUP BY auction, ts")
                        .node());

        assertThat(schema)
                .isEqualTo(Schema.of(
                        new Field("a", DataType.BIGINT, false),
                        Field.of("ts", DataType.timestamp(3)),
                        new Field("n", DataType.BIGINT, false)));
    }

    /** With a time that grows with the square of the columns, as Calcite's own, it would be minutes. */
    @Test
    @Timeout(30)
    void thousandsOfColumnsAreValidatedInTime() {
        String columns = IntStream.range(0, 8_000)
                .mapToObj(i -> "price + " + i + " AS c" + i)
                .collect(Collectors.joining(", "));
        assertThat(planner.schemaOf(
                                SqlText.parse("SELECT " + columns + " FROM bid").node())
                        .size())
                .isEqualTo(8_000);
    }

    @Test
    void computedColumnsFindTheirTypes() {
        List<CatalogColumn> columns = planner.resolveColumns(List.of(
                CatalogColumn.physical(new Field("price", DataType.INTEGER, false)),
                computed("twice", "price * 2"),
                computed("text", "CAST(price AS VARCHAR) || ' EUR'"),
                computed("half", "NULLIF(price, 0) / 2.0")));

        assertThat(columns.stream().map(CatalogColumn::field))
                .containsExactly(
                        new Field("price", DataType.INTEGER, false),
                        new Field("twice", DataType.INTEGER, false),
                        new Field("text", DataType.VARCHAR, false),
                        new Field("half", DataType.decimal(17, 6), true));
    }

    @Test
    void aComputedColumnSeesPhysicalColumnsOnly() {
        List<CatalogColumn> columns = List.of(
                CatalogColumn.physical(new Field("price", DataType.INTEGER, false)),
                computed("twice", "price * 2"),
                computed("more", "twice * 2"));

        assertThatThrownBy(() -> planner.resolveColumns(columns))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_COLUMN))
                .hasMessageStartingWith("there is no column \"twice\"");
    }

    @Test
    void aComputedColumnCannotAggregate() {
        List<CatalogColumn> columns = List.of(
                CatalogColumn.physical(new Field("price", DataType.INTEGER, false)), computed("all", "SUM(price)"));

        assertThatThrownBy(() -> planner.resolveColumns(columns))
                .hasMessageStartingWith("a computed column is computed from its own row");
    }

    @Test
    void functionsAreListedByTheNamesUsersWrite() {
        assertThat(planner.functions())
                .contains(
                        "UPPER",
                        "SPLIT",
                        "TUMBLE_END",
                        "SESSION_START",
                        "HOP",
                        "SESSION",
                        "PROCTIME",
                        "COUNT",
                        "COALESCE",
                        "EXTRACT")
                .doesNotContain("EXTRACTVALUE", "XMLTRANSFORM", "$TUMBLE", "$TUMBLE_START")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static CatalogColumn computed(String name, String expression) {
        return new CatalogColumn(name, null, true, SqlText.parseExpression(expression), false);
    }
}
