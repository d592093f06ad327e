package io.millrace.expr;

import static io.millrace.expr.Exprs.batch;
import static io.millrace.expr.Exprs.bool;
import static io.millrace.expr.Exprs.call;
import static io.millrace.expr.Exprs.col;
import static io.millrace.expr.Exprs.eval;
import static io.millrace.expr.Exprs.lit;
import static io.millrace.expr.Exprs.nul;
import static io.millrace.expr.Exprs.row;
import static io.millrace.expr.Exprs.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompiledExpressionsTest {
    private static final DataType L = DataType.BIGINT;
    private static final Expr X = col(0, L);
    private static final ColumnBatch NUMBERS = batch(List.of(L), List.of(row(5L), row(0L), row((Object) null)));

    @Test
    void aColumnIsGivenBackAsItIs() {
        Expr cast = call("CAST", DataType.BIGINT, col(0, DataType.INTEGER));
        Column[] columns = CompiledExpressions.compile(List.of(X, cast)).evaluate(NUMBERS, Exprs.UTC);
        assertThat(columns[0]).isSameAs(NUMBERS.column(0));
        assertThat(columns[1]).isSameAs(NUMBERS.column(0));
    }

    @Test
    void literalsMakeConstantColumnsOfAnyLength() {
        BigDecimal decimal = new BigDecimal("1.50");
        List<Expr> literals = List.of(
                lit(7),
                lit("日本🚀"),
                nul(DataType.VARCHAR),
                Expr.literal(decimal, DataType.decimal(3, 2)),
                Expr.literal(true, DataType.BOOLEAN),
                Expr.literal(0.5, DataType.DOUBLE));
        CompiledExpressions compiled = CompiledExpressions.compile(literals);
        for (int rows : new int[] {3, 1, 0, 5}) {
            ColumnBatch batch = batch(List.of(L), java.util.Collections.nCopies(rows, row(1L)));
            Column[] columns = compiled.evaluate(batch, Exprs.UTC);
            for (int i = 0; i < columns.length; i++) {
                assertThat(columns[i].rowCount()).isEqualTo(rows);
                for (int r = 0; r < rows; r++) {
                    assertThat(columns[i].value(r, literals.get(i).type()))
                            .isEqualTo(((Literal) literals.get(i)).value());
                }
            }
        }
    }

    @Test
    void caseEvaluatesOnlyTheBranchItTakes() {
        Expr inverse = call("/", L, lit(10), X);
        Expr safe = call("CASE", L, bool("<>", X, lit(0)), inverse, lit(-1));
        assertThat(eval(safe, NUMBERS, Exprs.UTC)).isEqualTo(row(2L, -1L, -1L));
        assertThat(eval(call("COALESCE", L, lit(1), call("/", L, lit(1), lit(0))), NUMBERS, Exprs.UTC))
                .isEqualTo(row(1L, 1L, 1L));
        assertThat(eval(call("CASE", L, bool("=", X, lit(1)), lit(1)), NUMBERS, Exprs.UTC))
                .isEqualTo(row(null, null, null));
        assertThatThrownBy(() -> eval(inverse, NUMBERS, Exprs.UTC))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO));
    }

    @Test
    void logicStopsAtWhatDecides() {
        Expr divides = bool(">", call("/", L, lit(10), X), lit(1));
        ColumnBatch noNull = batch(List.of(L), List.of(row(5L), row(0L)));
        assertThat(eval(bool("AND", bool("<>", X, lit(0)), divides), noNull, Exprs.UTC))
                .isEqualTo(row(true, false));
        assertThat(eval(bool("OR", bool("=", X, lit(0)), divides), noNull, Exprs.UTC))
                .isEqualTo(row(true, true));
        assertThat(select(bool("AND", bool("<>", X, lit(0)), divides), noNull)).containsExactly(0);
    }

    @Test
    void constantsAreComputedOnceAndOnlyWhenReached() {
        Expr fails = call("CAST", L, lit("x"));
        Expr unreached = call("CASE", L, bool(">", X, lit(100)), fails, call("CAST", L, lit(" 42 ")));
        assertThat(eval(unreached, NUMBERS, Exprs.UTC)).isEqualTo(row(42L, 42L, 42L));
        assertThatThrownBy(() -> eval(fails, NUMBERS, Exprs.UTC)).hasMessageContaining("Cannot cast \"x\" to BIGINT");
        assertThat(eval(fails, batch(List.of(L), List.of()), Exprs.UTC)).isEmpty();
    }

    @Test
    void veryLargeExpressionsCompile() {
        Expr[] any = new Expr[3000];
        for (int i = 0; i < any.length; i++) {
            any[i] = bool("=", call("MOD", L, call("+", L, X, lit(i)), lit(7001)), lit(7000));
        }
        ColumnBatch batch = batch(List.of(L), List.of(row(4001L), row(4000L), row(7000L), row((Object) null)));
        assertThat(select(bool("OR", any), batch)).containsExactly(0, 2);
        assertThat(eval(bool("OR", any), batch, Exprs.UTC)).isEqualTo(row(true, false, true, null));

        List<Expr> branches = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            branches.add(bool("=", X, lit(i)));
            branches.add(lit("value " + i));
        }
        branches.add(lit("none"));
        Expr choice = call("CASE", DataType.VARCHAR, branches.toArray(Expr[]::new));
        ColumnBatch some = batch(List.of(L), List.of(row(0L), row(999L), row(500L), row(1000L)));
        assertThat(eval(choice, some, Exprs.UTC)).isEqualTo(row("value 0", "value 999", "value 500", "none"));

        Expr deep = X;
        for (int i = 0; i < 400; i++) {
            deep = call("+", L, deep, call("*", L, X, lit(i % 3)));
        }
        assertThat(eval(deep, batch(List.of(L), List.of(row(2L))), Exprs.UTC)).isEqualTo(row(2L + 2 * 399L));
    }

    @Test
    void nestingHasALimit() {
        Expr deep = X;
        for (int i = 0; i < 600; i++) {
            deep = call("NEGATE", L, deep);
        }
        Expr tooDeep = deep;
        assertThatThrownBy(() -> CompiledExpressions.compile(List.of(tooDeep)))
                .hasMessage("An expression nests more than 500 calls; compute a part of it in a subquery");
    }

    @Test
    void longListsOfExpressionsCompile() {
        List<Expr> exprs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            exprs.add(call("+", L, call("*", L, X, lit(i)), lit(i)));
        }
        Column[] columns = CompiledExpressions.compile(exprs).evaluate(NUMBERS, Exprs.UTC);
        for (int i = 0; i < 400; i++) {
            assertThat(columns[i].value(0, L)).isEqualTo(6L * i);
            assertThat(columns[i].value(2, L)).isNull();
        }
    }

    private record Twice(String signature) implements ProgramFunction {
        @Override
        public boolean deterministic() {
            return true;
        }

        @Override
        public Object apply(Object[] args, EvalContext context) {
            return args[0] == null ? (Object) (-1L) : (Object) (2 * (Long) args[0]);
        }
    }

    /** Whatever the engine has under its name; NULL is for it to see. */
    @Test
    void aFunctionOfTheProgramIsTheOneThatIsCalled() {
        Expr twice = new Call("ABS", List.of(X), L, true, new Twice("ABS(BIGINT) BIGINT"));
        assertThat(eval(call("+", L, twice, lit(1)), NUMBERS, Exprs.UTC)).isEqualTo(row(11L, 1L, 0L));
    }

    @Test
    void anUnknownFunctionIsNamed() {
        assertThatThrownBy(() -> eval(call("FROBNICATE", L, X, lit("a")), NUMBERS, Exprs.UTC))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FUNCTION))
                .hasMessage("No function \"FROBNICATE\" takes (BIGINT, VARCHAR); SHOW FUNCTIONS lists what there is");
    }

    @Test
    void aConditionMustBeBoolean() {
        assertThatThrownBy(() -> CompiledPredicate.compile(X))
                .hasMessage("A condition must be BOOLEAN, but this one is BIGINT");
    }
}
