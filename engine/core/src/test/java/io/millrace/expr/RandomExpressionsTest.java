package io.millrace.expr;

import static io.millrace.expr.Exprs.batch;
import static io.millrace.expr.Exprs.bool;
import static io.millrace.expr.Exprs.call;
import static io.millrace.expr.Exprs.col;
import static io.millrace.expr.Exprs.eval;
import static io.millrace.expr.Exprs.lit;
import static io.millrace.expr.Exprs.nul;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random expressions over random rows, compiled and as the {@link Oracle} sees them. */
class RandomExpressionsTest {
    private static final DataType I = DataType.INTEGER;
    private static final DataType L = DataType.BIGINT;
    private static final DataType D = DataType.DOUBLE;
    private static final DataType N = DataType.decimal(20, 3);
    private static final DataType S = DataType.VARCHAR;
    private static final DataType T = DataType.TIMESTAMP;
    private static final DataType B = DataType.BOOLEAN;
    private static final List<DataType> COLUMNS = List.of(I, L, D, N, S, T, B);
    private static final String[] TEXTS = {"", "a", "ab", "b", "aé", "日本", "🚀", "\uFFFD", "z🚀日", "abc abc"};
    private static final long[] LONGS = {0, 1, -1, 2, 7, 100, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final double[] DOUBLES = {0, -0.0, 1.5, -2.25, 1e300, Double.NaN, Double.NEGATIVE_INFINITY};

    private final Random random = new Random();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5})
    void compiledAndInterpretedAgree(int depth) {
        for (int run = 0; run < 60; run++) {
            long seed = System.nanoTime();
            random.setSeed(seed);
            Expr expr = expr(COLUMNS.get(random.nextInt(COLUMNS.size())), depth);
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                rows.add(row());
            }
            check(expr, rows, "seed " + seed + ", depth " + depth + ": " + expr);
        }
    }

    private static void check(Expr expr, List<List<Object>> rows, String what) {
        List<List<Object>> fine = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (List<Object> row : rows) {
            Object oracle = outcome(() -> new Oracle(row).value(expr));
            Object compiled = outcome(
                    () -> eval(expr, batch(COLUMNS, List.of(row)), Exprs.UTC).get(0));
            assertThat(compiled).as("%s over %s", what, row).isEqualTo(oracle);
            if (!(oracle instanceof ErrorCode)) {
                fine.add(row);
                expected.add(oracle);
            }
        }
        assertThat(eval(expr, batch(COLUMNS, fine), Exprs.UTC)).as(what).isEqualTo(expected);
        if (expr.type().equals(B)) {
            List<Integer> selected = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                if (Boolean.TRUE.equals(expected.get(i))) {
                    selected.add(i);
                }
            }
            assertThat(Exprs.select(expr, batch(COLUMNS, fine))).as(what).isEqualTo(selected);
        }
    }

    /** The value, or the code of the error. */
    private static Object outcome(Supplier<Object> evaluation) {
        try {
            return evaluation.get();
        } catch (MillraceException e) {
            return e.code();
        }
    }

    private List<Object> row() {
        List<Object> row = new ArrayList<>();
        for (DataType type : COLUMNS) {
            row.add(random.nextInt(5) == 0 ? null : value(type));
        }
        return row;
    }

    private Object value(DataType type) {
        return switch (type.kind()) {
            case INTEGER -> LONGS[random.nextInt(LONGS.length)];
            case BIGINT -> random.nextInt(4) == 0 ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
            case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
            case DECIMAL ->
                BigDecimal.valueOf(random.nextInt(5) == 0 ? random.nextLong() / 10 : random.nextInt(4000) - 2000, 3);
            case VARCHAR -> TEXTS[random.nextInt(TEXTS.length)];
            case TIMESTAMP -> random.nextInt(3) == 0 ? random.nextInt(3) - 1L : random.nextLong() / 100;
            default -> random.nextBoolean();
        };
    }

    private Expr expr(DataType type, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            int pick = random.nextInt(10);
            if (pick == 0) {
                return nul(type);
            }
            return pick < 3 ? Expr.literal(value(type), type) : col(COLUMNS.indexOf(type), type);
        }
        int pick = random.nextInt(10);
        if (pick == 0) {
            return call(
                    "CASE", type, expr(B, depth - 1), expr(type, depth - 1), expr(B, depth - 1), expr(type, depth - 1));
        }
        if (pick == 1) {
            return call("COALESCE", type, expr(type, depth - 1), expr(type, depth - 1));
        }
        return typed(type, depth - 1);
    }

    private Expr typed(DataType type, int depth) {
        return switch (type.kind()) {
            case INTEGER -> call(one("+", "-", "*", "/", "MOD"), I, expr(I, depth), expr(I, depth));
            case BIGINT -> longs(depth);
            case DOUBLE -> call(one("+", "-", "*", "/"), D, expr(one(D, L, N), depth), expr(D, depth));
            case DECIMAL -> call(one("+", "-", "*", "/", "MOD"), N, expr(one(N, I), depth), expr(N, depth));
            case VARCHAR ->
                random.nextBoolean()
                        ? call("||", S, expr(S, depth), expr(S, depth))
                        : call("SUBSTRING", S, expr(S, depth), lit(random.nextInt(6) - 2), lit(random.nextInt(5)));
            case TIMESTAMP -> times(depth);
            default -> bools(depth);
        };
    }

    private Expr longs(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> call("CHAR_LENGTH", L, expr(S, depth));
            case 1 -> call("POSITION", L, expr(S, depth), expr(S, depth));
            case 2 ->
                call(
                        "EXTRACT",
                        L,
                        lit(one("YEAR", "MONTH", "DOY", "ISODOW", "WEEK", "HOUR", "MICROSECOND")),
                        expr(T, depth));
            default -> call(one("+", "-", "*", "/", "MOD"), L, expr(one(L, I), depth), expr(L, depth));
        };
    }

    private Expr times(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> call("FLOOR", T, expr(T, depth), lit(one("YEAR", "MONTH", "DAY", "MINUTE", "MILLISECOND")));
            case 1 ->
                call(
                        "DATETIME_PLUS",
                        T,
                        expr(T, depth),
                        Expr.literal(random.nextInt(500) - 250L, DataType.INTERVAL_YEAR_MONTH));
            default ->
                call(
                        "DATETIME_PLUS",
                        T,
                        expr(T, depth),
                        Expr.literal(random.nextLong() / 1000, DataType.INTERVAL_DAY_TIME));
        };
    }

    private Expr bools(int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> bool("NOT", expr(B, depth));
            case 1 -> bool("IS NULL", expr(COLUMNS.get(random.nextInt(7)), depth));
            case 2 -> bool("IS TRUE", expr(B, depth));
            case 3 -> bool("AND", expr(B, depth), expr(B, depth), expr(B, depth));
            case 4 -> bool("OR", expr(B, depth), expr(B, depth), expr(B, depth));
            default -> comparison(depth);
        };
    }

    private Expr comparison(int depth) {
        DataType type = COLUMNS.get(random.nextInt(7));
        boolean number = type.isNumeric();
        DataType other = number ? one(I, L, D, N) : type;
        return bool(one("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM"), expr(type, depth), expr(other, depth));
    }

    @SafeVarargs
    private <X> X one(X... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
