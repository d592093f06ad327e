package io.millrace.expr;

import static io.millrace.expr.Exprs.batch;
import static io.millrace.expr.Exprs.bool;
import static io.millrace.expr.Exprs.col;
import static io.millrace.expr.Exprs.eval;
import static io.millrace.expr.Exprs.nul;
import static io.millrace.expr.Exprs.row;
import static io.millrace.expr.Exprs.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreeValuedLogicTest {
    private static final DataType B = DataType.BOOLEAN;
    /** All pairs, the left one changing slowest, each in the order TRUE, FALSE, NULL. */
    private static final ColumnBatch PAIRS = batch(List.of(B, B), pairs());

    private static List<List<Object>> pairs() {
        List<List<Object>> rows = new ArrayList<>();
        for (Object left : row(true, false, null)) {
            for (Object right : row(true, false, null)) {
                rows.add(row(left, right));
            }
        }
        return rows;
    }

    @Test
    void andIsFalseWhereAnArgumentIs() {
        assertThat(eval(bool("AND", col(0, B), col(1, B)), PAIRS, Exprs.UTC))
                .isEqualTo(row(true, false, null, false, false, false, null, false, null));
    }

    @Test
    void orIsTrueWhereAnArgumentIs() {
        assertThat(eval(bool("OR", col(0, B), col(1, B)), PAIRS, Exprs.UTC))
                .isEqualTo(row(true, true, true, true, false, null, true, null, null));
    }

    @Test
    void notLeavesNullAlone() {
        assertThat(eval(bool("NOT", col(1, B)), PAIRS, Exprs.UTC).subList(0, 3)).isEqualTo(row(false, true, null));
    }

    @Test
    void testsAreNeverNull() {
        assertThat(test("IS NULL")).isEqualTo(row(false, false, true));
        assertThat(test("IS NOT NULL")).isEqualTo(row(true, true, false));
        assertThat(test("IS TRUE")).isEqualTo(row(true, false, false));
        assertThat(test("IS NOT TRUE")).isEqualTo(row(false, true, true));
        assertThat(test("IS FALSE")).isEqualTo(row(false, true, false));
        assertThat(test("IS NOT FALSE")).isEqualTo(row(true, false, true));
        assertThat(test("IS UNKNOWN")).isEqualTo(row(false, false, true));
    }

    private static List<Object> test(String function) {
        return eval(bool(function, col(1, B)), PAIRS, Exprs.UTC).subList(0, 3);
    }

    @Test
    void comparisonsOfBooleansAndDistinct() {
        assertThat(eval(bool("=", col(0, B), col(1, B)), PAIRS, Exprs.UTC))
                .isEqualTo(row(true, false, null, false, true, null, null, null, null));
        assertThat(eval(bool("<", col(0, B), col(1, B)), PAIRS, Exprs.UTC))
                .isEqualTo(row(false, false, null, true, false, null, null, null, null));
        assertThat(eval(bool("IS NOT DISTINCT FROM", col(0, B), col(1, B)), PAIRS, Exprs.UTC))
                .isEqualTo(row(true, false, false, false, true, false, false, false, true));
        assertThat(eval(bool("IS DISTINCT FROM", col(0, B), col(1, B)), PAIRS, Exprs.UTC))
                .isEqualTo(row(false, true, true, true, false, true, true, true, false));
    }

    @Test
    void nullLiteralsTakePartInLogic() {
        assertThat(eval(bool("AND", col(1, B), nul(B)), PAIRS, Exprs.UTC).subList(0, 3))
                .isEqualTo(row(null, false, null));
        assertThat(eval(bool("OR", nul(B), col(1, B)), PAIRS, Exprs.UTC).subList(0, 3))
                .isEqualTo(row(true, null, null));
        assertThat(eval(bool("IS NULL", nul(B)), PAIRS, Exprs.UTC).get(0)).isEqualTo(true);
        assertThat(eval(bool("=", nul(B), col(1, B)), PAIRS, Exprs.UTC).get(0)).isNull();
    }

    @Test
    void aPredicateSelectsOnlyTrueRows() {
        assertThat(select(bool("OR", col(0, B), col(1, B)), PAIRS)).containsExactly(0, 1, 2, 3, 6);
        assertThat(select(bool("AND", col(0, B), col(1, B)), PAIRS)).containsExactly(0);
        assertThat(select(bool("NOT", bool("AND", col(0, B), col(1, B))), PAIRS))
                .containsExactly(1, 3, 4, 5, 7);
        assertThat(select(nul(B), PAIRS)).isEmpty();
        assertThat(select(col(0, B), PAIRS)).containsExactly(0, 1, 2);
    }
}
