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
        assertThat(WantedRows.of(new Filter(watermark("keep", false), all)))
                .containsEntry(
                        "x",
                        new RowsWanted(
                                List.of(
                                        new RowCondition(0, Comparison.GREATER_OR_EQUAL, 5L),
                                        new RowCondition(0, Comparison.LESS, 5L),
                                        new RowCondition(1, Comparison.EQUAL, "k")),
                                2));
        assertThat(WantedRows.of(new Filter(SCAN, compare("<", A, five)))
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
            assertThat(WantedRows.of(new Filter(SCAN, compare("<", A, right)))
                            .get("x")
                            .conditions())
                    .isEmpty();
        }
    }

    @Test
    void rowsThatAreCountedOrRefusedBeforeTheFilterAreAllWanted() {
        Expr condition = compare("<", A, Expr.literal(5L, DataType.INTEGER));
        assertThat(WantedRows.of(new Filter(watermark("fail", false), condition)))
                .isEmpty();
        assertThat(WantedRows.of(new Filter(watermark("keep", true), condition)))
                .isEmpty();
    }
}
