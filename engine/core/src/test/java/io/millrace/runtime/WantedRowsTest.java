package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowCondition.Comparison;
import io.millrace.connector.RowsWanted;
import io.millrace.expr.Expr;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.Filter;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedRowsTest {
    private static final Schema COLUMNS = Schema.of(
            Field.of("a", DataType.INTEGER), Field.of("t", DataType.VARCHAR), Field.of("ts", DataType.timestamp(3)));
    private static final Scan SCAN = new Scan("x", "x", List.of(3, 1, 0), COLUMNS);
    private static final Expr A = Expr.column(0, DataType.INTEGER, true);
    private static final Expr T = Expr.column(1, DataType.VARCHAR, true);

    private static Expr compare(String function, Expr left, Expr right) {
        return Expr.call(function, DataType.BOOLEAN, true, left, right);
    }

    private static PlanNode watermark(String nullTime, boolean dropLate) {
        return new AssignWatermark(SCAN, 2, 0, false, -1, nullTime, dropLate);
    }

    @Test
    void comparisonsWithConstantsAreFoundAmongConjuncts() {
        Expr five = Expr.literal(5L, DataType.BIGINT);
        Expr text = Expr.literal("k", DataType.of(DataType.Kind.CHAR, 1));
        Expr all = compare(
                "AND",
                compare("AND", compare(">=", A, five), compare(">", five, A)),
                compare(
                        "AND",
                        compare("=", T, text),
                        compare("OR", compare("<", A, five), compare("<", A, Expr.literal(null, DataType.INTEGER)))));
        assertThat(WantedRows.of(new Filter(watermark("keep", false), all), false))
                .containsEntry(
                        "x",
                        new RowsWanted(
                                List.of(
                                        new RowCondition(0, Comparison.GREATER_OR_EQUAL, 5L),
                                        new RowCondition(0, Comparison.LESS, 5L),
                                        new RowCondition(1, Comparison.EQUAL, "k")),
                                2));
        assertThat(WantedRows.of(new Filter(SCAN, compare("<", A, five)), false)
                        .get("x")
                        .timeColumn())
                .isEqualTo(-1);
    }

    @Test
    void whatComparesDifferentlyIsLeftToTheFilter() {
        Expr text = Expr.literal("5", DataType.VARCHAR);
        Expr decimal = Expr.literal(new java.math.BigDecimal("5.5"), DataType.decimal(2, 1));
        Expr nothing = Expr.literal(null, DataType.INTEGER);
        for (Expr right : List.of(text, decimal, nothing, T)) {
            assertThat(WantedRows.of(new Filter(SCAN, compare("<", A, right)), false)
                            .get("x")
                            .conditions())
                    .isEmpty();
        }
    }

    @Test
    void rowsThatAreCountedOrRefusedBeforeTheFilterAreAllWanted() {
        Expr condition = compare("<", A, Expr.literal(5L, DataType.INTEGER));
        assertThat(WantedRows.of(new Filter(watermark("fail", false), condition), true))
                .isEmpty();
        assertThat(WantedRows.of(new Filter(watermark("keep", true), condition), false))
                .isEmpty();
    }

    /** IN is one: as far as a range says it. */
    @Test
    void alternativesOfOneColumnAreARange() {
        Expr in = compare("OR", text("m"), compare("OR", text("k"), text("x")));
        Expr all = Expr.call("OR", DataType.BOOLEAN, true, text("m"), text("k"), text("x"));
        assertThat(conditions(all))
                .containsExactly(
                        new RowCondition(1, Comparison.GREATER_OR_EQUAL, "k"),
                        new RowCondition(1, Comparison.LESS_OR_EQUAL, "x"));
        Expr five = compare("=", A, Expr.literal(5L, DataType.INTEGER));
        Expr six = compare("=", A, Expr.literal(6L, DataType.INTEGER));
        for (Expr none : List.of(
                in,
                compare("OR", five, text("m")),
                compare("OR", compare("<", A, five), five),
                compare("OR", compare("AND", five, six), compare("<>", T, text("m"))))) {
            assertThat(conditions(none)).isEmpty();
        }
    }

    private static Expr text(String value) {
        return compare("=", T, Expr.literal(value, DataType.VARCHAR));
    }

    private static List<RowCondition> conditions(Expr predicate) {
        return WantedRows.of(new Filter(SCAN, predicate), false).get("x").conditions();
    }

    @Test
    void aBatchNeedsNoTimes() {
        Expr condition = compare("<", A, Expr.literal(5L, DataType.INTEGER));
        Filter filter = new Filter(watermark("keep", false), condition);
        assertThat(WantedRows.of(filter, false).get("x").timeColumn()).isEqualTo(2);
        assertThat(WantedRows.of(filter, true).get("x").timeColumn()).isEqualTo(-1);
    }
}
