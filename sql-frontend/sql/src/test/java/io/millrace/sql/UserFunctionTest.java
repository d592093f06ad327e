package io.millrace.sql;

import static io.millrace.sql.functions.callUDF;
import static io.millrace.sql.functions.call_function;
import static io.millrace.sql.functions.call_udf;
import static io.millrace.sql.functions.col;
import static io.millrace.sql.functions.expr;
import static io.millrace.sql.functions.lit;
import static io.millrace.sql.functions.max;
import static io.millrace.sql.functions.sum;
import static io.millrace.sql.functions.udf;
import static io.millrace.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.UserAggregate;
import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.function.UDF0;
import io.millrace.sql.function.UDF1;
import io.millrace.sql.function.UDF2;
import io.millrace.sql.function.UDF3;
import io.millrace.sql.function.UDF4;
import io.millrace.sql.function.UDF5;
import io.millrace.sql.streaming.Trigger;
import io.millrace.sql.testing.QueryTest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions of a row that a program brings along. Twelve seconds on a busy machine. */
@Timeout(60)
class UserFunctionTest {
    private Session session;
    private DataFrame words;

    enum Size {
        SMALL,
        LARGE
    }

    record Named(String name, int length) {}

    /** A class, whose types are those that it declares. */
    static final class Total implements UDF1<List<Long>, Long> {
        @Override
        public Long call(List<Long> numbers) {
            return numbers == null
                    ? null
                    : numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Its types come through a class in between. */
    abstract static class OfText<R> implements UDF1<String, R> {}

    static final class Shout extends OfText<String> {
        @Override
        public String call(String text) {
            return text + "!";
        }
    }

    /** An aggregate, for its name. */
    private static final class Merged implements UserAggregate<String> {
        @Override
        public DataType resultType(List<DataType> arguments) {
            return DataType.VARCHAR;
        }

        @Override
        public String empty() {
            return "";
        }

        @Override
        public String add(String state, Object[] arguments) {
            return state;
        }

        @Override
        public String merge(String state, String other) {
            return state;
        }

        @Override
        public Object result(String state) {
            return state;
        }

        @Override
        public byte[] save(String state) {
            return new byte[0];
        }

        @Override
        public String load(byte[] saved) {
            return "";
        }
    }

    @BeforeEach
    void open() {
        session = Session.builder().set("time-zone", "UTC").build();
        words = session.createDataFrame(
                List.of(Row.of(1, "to"), Row.of(2, "be"), Row.of(3, null), Row.of(4, "question")),
                "id INT, word VARCHAR");
        words.createOrReplaceTempView("words");
        session.udf().register("chars", (String text) -> text == null ? -1 : text.length(), "INT");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private List<Row> sql(String query) {
        return session.sql(query).collectAsList();
    }

    // ---- where it stands

    @Test
    void standsWhereverAnExpressionMay() {
        assertThat(sql("SELECT id, CHARS(word) + 1, chars(word || '!') FROM words WHERE Chars(word) < 5 ORDER BY id"))
                .containsExactly(Row.of(1, 3, 3), Row.of(2, 3, 3), Row.of(3, 0, -1));
        assertThat(sql("SELECT chars(word) AS n, COUNT(*), SUM(chars(word) * 2) FROM words GROUP BY chars(word)"
                        + " HAVING MAX(chars(word)) > 0 ORDER BY chars(word)"))
                .containsExactly(Row.of(2, 2L, 8L), Row.of(8, 1L, 16L));
        assertThat(sql("SELECT CASE WHEN chars(word) > 5 THEN 'long' WHEN word IS NULL THEN NULL ELSE 'short' END"
                        + " FROM words ORDER BY -chars(word), id"))
                .containsExactly(Row.of("long"), Row.of("short"), Row.of("short"), Row.of((Object) null));
        assertThat(sql("SELECT a.id, b.id FROM words a JOIN words b ON chars(a.word) = chars(b.word) AND a.id < b.id"))
                .containsExactly(Row.of(1, 2));
        assertThat(sql("SELECT * FROM (VALUES (chars('abc')), (chars(NULL))) AS t (n)"))
                .containsExactly(Row.of(3), Row.of(-1));
        assertThat(
                        sql(
                                "SELECT SUM(chars(word)) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM words"))
                .containsExactly(Row.of(2L), Row.of(4L), Row.of(1L), Row.of(7L));
    }

    @Test
    void standsInFrames() {
        UserDefinedFunction len = udf((String text) -> text == null ? -1 : text.length(), "INT");
        assertThat(words.select(col("id"), len.apply(col("word")).as("n"))
                        .filter(len.apply(lit("abc")).gt(col("n")))
                        .collectAsList())
                .containsExactly(Row.of(1, 2), Row.of(2, 2), Row.of(3, -1));
        assertThat(words.groupBy(call_function("CHARS", col("word")).as("n"))
                        .agg(sum(callUDF("chars", col("word"))).as("total"), max(call_udf("chars", col("word"))))
                        .orderBy("n")
                        .collectAsList())
                .containsExactly(Row.of(-1, -1L, -1), Row.of(2, 4L, 2), Row.of(8, 8L, 8));
        assertThat(words.selectExpr("chars(word) AS n")
                        .filter("n > chars('abc')")
                        .collectAsList())
                .containsExactly(Row.of(8));
        assertThat(words.select(len.apply(col("word")), len.withName("Size").apply(col("word")), expr("chars(word)"))
                        .columns())
                .containsExactly("udf(word)", "size(word)", "chars(word)");
        UserDefinedFunction registered = session.udf().register("Loud", udf(new Shout(), String.class));
        assertThat(words.filter("loud(word) = 'be!'")
                        .select(registered.apply(col("word")))
                        .columns())
                .containsExactly("loud(word)");
        UserDefinedFunction tenfold = udf((Integer id) -> id * 10, "INT");
        words.select(col("id"), tenfold.apply(col("id")).as("ten")).createOrReplaceTempView("tens");
        assertThat(sql("SELECT ten FROM tens WHERE id = 2")).containsExactly(Row.of(20));
        assertThat(session.tables())
                .filteredOn(table -> table.name().equals("tens"))
                .extracting(table -> table.columns().names())
                .containsExactly(List.of("id", "ten"));
    }

    /** Nothing tells two lambdas apart but that they are two. */
    @Test
    void twoFunctionsOfOneNameAreTwo() {
        UserDefinedFunction odd = udf((Integer x) -> x % 2 == 1, "BOOLEAN");
        UserDefinedFunction small = udf((Integer x) -> x < 2, "BOOLEAN");
        assertThat(words.filter(odd.apply(col("id")).and(small.apply(col("id"))))
                        .select("id")
                        .collectAsList())
                .containsExactly(Row.of(1));
        assertThat(words.groupBy(
                                odd.apply(col("id")).as("odd"),
                                small.apply(col("id")).as("small"))
                        .count()
                        .orderBy("odd", "small")
                        .collectAsList())
                .containsExactly(Row.of(false, false, 2L), Row.of(true, false, 1L), Row.of(true, true, 1L));
        assertThat(words.groupBy(odd.apply(col("id")))
                        .agg(max(small.apply(col("id"))).as("m"))
                        .columns())
                .containsExactly("udf(id)", "m");
        assertFails(() -> words.groupBy(odd.apply(col("id"))).agg(small.apply(col("id"))), ErrorCode.INVALID_QUERY)
                .hasMessageContaining("is neither in GROUP BY nor inside an aggregate");
        assertThat(words.groupBy(odd.apply(col("id")).as("a"))
                        .agg(odd.apply(col("id")).as("b"))
                        .orderBy("a")
                        .collectAsList())
                .containsExactly(Row.of(false, false), Row.of(true, true));
    }

    @Test
    void takesUpToFiveValues() {
        UDFRegistration udf = session.udf();
        udf.register("f0", () -> 7, "INT");
        udf.register("f1", (UDF1<Integer, Integer>) a -> a, "INT");
        udf.register("f2", (UDF2<Integer, String, String>) (a, b) -> a + b, "VARCHAR");
        udf.register("f3", (UDF3<Integer, Integer, Integer, Integer>) (a, b, c) -> a + b + c, "INT");
        udf.register("f4", (UDF4<Integer, Integer, Integer, Integer, Integer>) (a, b, c, d) -> a + b + c + d, "INT");
        udf.register(
                "f5",
                (UDF5<Integer, Integer, Integer, Integer, Integer, Integer>) (a, b, c, d, e) -> a + b + c + d + e,
                "INT");
        udf.register("g0", udf(() -> 7, Integer.class));
        udf.register("g1", (Integer a) -> a, DataType.INTEGER);
        udf.register("g2", udf((Integer a, Integer b) -> a + b, Integer.class));
        udf.register("g3", (Integer a, Integer b, Integer c) -> a + b + c, DataType.INTEGER);
        udf.register("g4", udf((Integer a, Integer b, Integer c, Integer d) -> a + b + c + d, Integer.class));
        udf.register("g5", (Integer a, Integer b, Integer c, Integer d, Integer e) -> e, DataType.INTEGER);
        assertThat(sql("SELECT g0(), g1(1), g2(1, 2), g3(1, 2, 3), g4(1, 2, 3, 4), g5(1, 2, 3, 4, 5)"))
                .containsExactly(Row.of(7, 1, 3, 6, 10, 5));
        assertThat(sql("SELECT f0(), f1(1), f2(1, 'b'), f3(1, 2, 3), f4(1, 2, 3, 4), f5(1, 2, 3, 4, f1(5))"))
                .containsExactly(Row.of(7, 1, "1b", 6, 10, 15));
    }

    // ---- types

    /** A lambda and a class say what they take, so that values of other types are made into it. */
    @Test
    void valuesAreMadeIntoTheTypesThatItTakes() {
        UDFRegistration udf = session.udf();
        udf.register("plus1", (UDF1<Long, Long>) x -> x + 1, "BIGINT");
        udf.register("half", (Double x) -> x / 2, "double");
        udf.register("next_day", (LocalDate day) -> day.plusDays(1), "DATE");
        udf.register("year_of", (LocalDateTime at) -> at.getYear(), "INT");
        udf.register("exact", (BigDecimal x) -> x.setScale(1), "DECIMAL(10, 1)");
        udf.register("is_large", (Size size) -> size == Size.LARGE, "BOOLEAN");
        udf.register("size_of", udf((Integer n) -> n > 5 ? Size.LARGE : Size.SMALL, Size.class));
        udf.register("name_of", udf((String name) -> new Named(name, name.length()), Named.class));
        udf.register("length_of", (UDF1<String, Integer>) String::length, "INT");
        udf.register("total", new Total(), "BIGINT");
        udf.register("shout", new Shout(), "string");
        assertThat(sql("SELECT plus1(id), half(2.5), half(id), exact(id) FROM words WHERE id = 1"))
                .containsExactly(Row.of(2L, 1.25, 0.5, new BigDecimal("1.0")));
        assertThat(sql("SELECT next_day(DATE '2026-12-31'), year_of(TIMESTAMP '2026-01-01 00:00:00')"))
                .containsExactly(Row.of(LocalDate.parse("2027-01-01"), 2026));
        assertThat(sql("SELECT is_large('SMALL'), size_of(9), is_large(size_of(9))"))
                .containsExactly(Row.of(false, "LARGE", true));
        assertThat(sql("SELECT t.n.name, t.n.length FROM (SELECT name_of(word) AS n FROM words WHERE id = 1) AS t"))
                .containsExactly(Row.of("to", 2));
        assertThat(sql("SELECT total(ARRAY[1, 2, 3]), shout('hey')")).containsExactly(Row.of(6L, "hey!"));
        udf.register("longer", (Named named) -> new Named(named.name() + "+", named.length() + 1).toString(), "STRING");
        udf.register(
                "upper_case",
                new UDF1<String, String>() {
                    @Override
                    public String call(String text) {
                        return text.toUpperCase(Locale.ROOT);
                    }
                },
                "STRING");
        assertThat(sql("SELECT longer(name_of('to')), upper_case('to')"))
                .containsExactly(Row.of("Named[name=to+, length=3]", "TO"));
        assertThatThrownBy(() -> sql("SELECT upper_case(1)")).hasMessageContaining("takes a String as argument 1");
    }

    /** Where its types are not to be seen, values are those of a Row. */
    @Test
    void valuesAreThoseOfARowWhereItsTypesAreNotSeen() {
        session.udf().register("kind", nameOfClass(), "VARCHAR");
        assertThat(sql("SELECT kind(1), kind(CAST(1 AS BIGINT)), kind('a'), kind(DATE '2026-01-01'), kind(NULL)"))
                .containsExactly(Row.of("Integer", "Long", "String", "LocalDate", "none"));
        session.udf().register("first_of", (List<?> list) -> list.get(0).toString(), "VARCHAR");
        session.udf().register("keys_of", (Map<?, ?> map) -> map.keySet().toString(), "VARCHAR");
        session.udf().register("name_in", (Row row) -> row.getString(1), "VARCHAR");
        session.udf().register("any_of", new AnyOf(), "VARCHAR");
        assertThat(sql("SELECT any_of(MAP['a', ARRAY[1]]), any_of(MAP[2, 'b'])"))
                .containsExactly(Row.of("{a=[1]}", "{2=b}"));
        assertThatThrownBy(() -> sql("SELECT any_of(1)"))
                .hasMessageContaining("function \"ANY_OF\" takes a Map<?, Object> as argument 1, found INTEGER");
        assertThat(sql("SELECT first_of(ARRAY[5, 6]), keys_of(MAP['a', 1]), name_in(ROW(1, 'ann'))"))
                .containsExactly(Row.of("5", "[a]", "ann"));
    }

    private static final class AnyOf implements UDF1<Map<?, Object>, String> {
        @Override
        public String call(Map<?, Object> entries) {
            return entries.toString();
        }
    }

    private static <T> UDF1<T, String> nameOfClass() {
        return value -> value == null ? "none" : value.getClass().getSimpleName();
    }

    @Test
    void aResultIsCutToItsTypeAsByCast() {
        session.udf().register("text", (String x) -> x, "VARCHAR(3)");
        session.udf().register("at", () -> LocalDateTime.parse("2026-01-01T00:00:00.123456"), "TIMESTAMP(3)");
        assertThat(sql("SELECT text('abcdef'), at()"))
                .containsExactly(Row.of("abc", LocalDateTime.parse("2026-01-01T00:00:00.123")));
        assertThat(session.sql("SELECT text('a') AS t, at() AS at").dtypes())
                .containsEntry("t", "VARCHAR(3)")
                .containsEntry("at", "TIMESTAMP(3)");
    }

    // ---- when it is called

    @Test
    void isNotCalledInPlanningAndOnceForTheSameCall() {
        AtomicInteger calls = new AtomicInteger();
        session.udf().register("counted", (Integer x) -> x + calls.incrementAndGet() * 0, "INT");
        DataFrame constant = session.sql("SELECT counted(1), counted(1) FROM words WHERE counted(1) > 0");
        constant.explain();
        assertThat(calls).hasValue(0);
        assertThat(constant.collectAsList()).hasSize(4);
        assertThat(calls.getAndSet(0)).isLessThanOrEqualTo(2);
        assertThat(sql("SELECT counted(id), counted(id) + 1, CASE WHEN FALSE THEN counted(id + 9) END FROM words"))
                .hasSize(4);
        assertThat(calls).hasValue(4);
    }

    @Test
    void mayBeSaidToGiveAnotherValueEachTime() {
        AtomicInteger calls = new AtomicInteger();
        UserDefinedFunction next =
                udf((Integer x) -> calls.incrementAndGet(), "INT").asNondeterministic();
        session.udf().register("next_number", next);
        assertThat(sql("SELECT n, n FROM (SELECT next_number(1) AS n FROM words) AS t WHERE n > 2"))
                .containsExactly(Row.of(3, 3), Row.of(4, 4));
        assertThat(words.select(
                                next.apply(col("id")).as("a"),
                                next.apply(col("id")).as("b"))
                        .filter("a <> b")
                        .count())
                .isEqualTo(4);
        assertThat(calls).hasValue(12);
        session.execute("CREATE TABLE t (k VARCHAR) WITH ('connector' = 'memory')");
        session.set("output.mode", "update");
        assertThatThrownBy(() ->
                        session.execute("SELECT STREAM k, next_number(1) FROM (SELECT k, COUNT(*) FROM t GROUP BY k)"))
                .hasMessageContaining("over rows that change would give another value when a row is taken back");
    }

    // ---- mistakes

    @Test
    void aFailureNamesTheFunctionAndItsArguments() {
        session.udf().register("fails", (Integer x, String text) -> 1 / (x - 3), "INT");
        assertFails(() -> sql("SELECT fails(id, word) FROM words"), ErrorCode.INVALID_VALUE)
                .hasMessage("function \"FAILS\" has failed for (3, null): / by zero");
        UserDefinedFunction silent = udf(
                (String x) -> {
                    throw new IllegalStateException();
                },
                "INT");
        assertFails(
                        () -> words.select(silent.withName("quiet").apply(lit("x".repeat(200))))
                                .collectAsList(),
                        ErrorCode.INVALID_VALUE)
                .hasMessage("function \"quiet\" has failed for (" + "x".repeat(100) + "...): IllegalStateException");
        session.udf().register("wide", (Integer x) -> x, "INT");
        assertFails(() -> sql("SELECT wide(5000000000)"), ErrorCode.INVALID_VALUE)
                .hasMessage(
                        "function \"WIDE\" has failed for (5000000000): a Long \"5000000000\" was given where a value"
                                + " of type INTEGER is expected");
        session.udf().register("unseen", UserFunctionTest.<Long>plusOne(), "BIGINT");
        assertFails(() -> sql("SELECT unseen(1)"), ErrorCode.INVALID_VALUE)
                .hasMessage("function \"UNSEEN\" has failed for (1): class java.lang.Integer cannot be cast to class"
                        + " java.lang.Long");
        session.udf().register("asks", () -> session.sql("SELECT 1 / 0").collectAsList(), "INT");
        assertFails(() -> sql("SELECT asks()"), ErrorCode.DIVISION_BY_ZERO)
                .hasMessageStartingWith("function \"ASKS\" has failed for (): Division of 1 by zero");
    }

    @SuppressWarnings("unchecked")
    private static <T> UDF1<T, Long> plusOne() {
        return value -> ((UDF1<Long, Long>) x -> x + 1).call((Long) value);
    }

    @Test
    void aResultOfAnotherClassIsRefused() {
        session.udf().register("text", (Integer x) -> "12", "INT");
        assertFails(() -> sql("SELECT text(1)"), ErrorCode.INVALID_VALUE)
                .hasMessage("function \"TEXT\" has failed for (1): its result is a String \"12\", where a value of type"
                        + " INTEGER is expected");
        session.udf().register("fraction", (Integer x) -> 1.5, "INT");
        assertFails(() -> sql("SELECT fraction(1)"), ErrorCode.INVALID_VALUE)
                .hasMessage(
                        "function \"FRACTION\" has failed for (1): its result does not fit: a Double \"1.5\" was given"
                                + " where a value of type INTEGER is expected");
        session.udf().register("other", udf(misdeclared(), Size.class));
        assertFails(() -> sql("SELECT other(1)"), ErrorCode.INVALID_VALUE)
                .hasMessage(
                        "function \"OTHER\" has failed for (1): its result is a Integer \"1\", where a value of type"
                                + " VARCHAR is expected");
    }

    /** Java's own checks are off where a program goes around its types. */
    @SuppressWarnings("unchecked")
    private static UDF1<Integer, Size> misdeclared() {
        UDF1<Integer, Integer> number = x -> x;
        return (UDF1<Integer, Size>) (UDF1<?, ?>) number;
    }

    @Test
    void aWrongCallIsRefusedWhenItIsPlanned() {
        assertFails(() -> sql("SELECT chars(word, 1) FROM words"), ErrorCode.TYPE_MISMATCH)
                .hasMessage("function \"CHARS\" takes 1 argument, found 2");
        session.udf().register("nothing", () -> 1, "INT");
        assertFails(() -> sql("SELECT nothing(1)"), ErrorCode.TYPE_MISMATCH)
                .hasMessage("function \"NOTHING\" takes no arguments, found 1");
        assertFails(() -> sql("SELECT chars(id) FROM words"), ErrorCode.TYPE_MISMATCH)
                .hasMessage(
                        "function \"CHARS\" takes a String as argument 1, found INTEGER; a CAST makes another type of it");
        session.udf().register("total", new Total(), "BIGINT");
        assertFails(() -> sql("SELECT total(ARRAY['a'])"), ErrorCode.TYPE_MISMATCH)
                .hasMessageContaining("function \"TOTAL\" takes a List<Long> as argument 1, found VARCHAR");
        UserDefinedFunction two = udf((Integer a, Integer b) -> a + b, "INT");
        assertFails(() -> words.select(two.apply(col("id"))), ErrorCode.TYPE_MISMATCH)
                .hasMessage("function \"udf\" takes 2 arguments, found 1");
        assertFails(() -> sql("SELECT charz(word) FROM words"), ErrorCode.UNKNOWN_FUNCTION)
                .hasMessageContaining("there is no function \"charz\"; did you mean \"CHARS\"");
        assertFails(() -> words.select(call_function("charz", col("word"))), ErrorCode.UNKNOWN_FUNCTION)
                .hasMessageContaining("did you mean \"CHARS\"");
        assertFails(() -> sql("SELECT chars(DISTINCT word) FROM words"), ErrorCode.INVALID_QUERY)
                .hasMessageContaining("DISTINCT");
        assertFails(() -> sql("SELECT chars(word) OVER () FROM words"), ErrorCode.INVALID_QUERY)
                .hasMessageContaining("OVER");
    }

    @Test
    void aWrongRegistrationIsRefused() {
        UDFRegistration udf = session.udf();
        UDF0<Integer> one = () -> 1;
        assertFails(() -> udf.register("upper", one, "INT"), ErrorCode.DUPLICATE_NAME)
                .hasMessage("there is a function \"UPPER\" already; take another name");
        assertFails(() -> udf.register("Sum", one, "INT"), ErrorCode.DUPLICATE_NAME)
                .hasMessage("there is a function \"SUM\" already; take another name");
        assertFails(() -> udf.register("my len", one, "INT"), ErrorCode.INVALID_QUERY)
                .hasMessage("a function cannot be called \"my len\"; a letter, then letters, digits and _ will do");
        assertFails(() -> udf.register("one", one, "INTT"), ErrorCode.TYPE_MISMATCH)
                .hasMessageContaining("there is no type \"INTT\"; types are BOOLEAN");
        assertFails(() -> udf((String x) -> Thread.currentThread(), Thread.class), ErrorCode.TYPE_MISMATCH)
                .hasMessageStartingWith("the result of the function is a Thread, which no column is made of");
        assertFails(() -> udf.register("one", (Thread thread) -> 1, "INT"), ErrorCode.TYPE_MISMATCH)
                .hasMessageStartingWith("argument 1 of the function is a Thread, which no column is made of");
        assertFails(() -> udf(one, "INT").withName(" "), ErrorCode.INVALID_QUERY)
                .hasMessage("a function needs a name that is not blank");
        session.registerAggregate("merged", new Merged());
        assertFails(() -> udf.register("merged", one, "INT"), ErrorCode.DUPLICATE_NAME);
        assertFails(() -> session.registerAggregate("chars", new Merged()), ErrorCode.DUPLICATE_NAME)
                .hasMessage("there is a function \"CHARS\" already; take another name");
        udf.register("again", one, "INT");
        udf.register("again", () -> "two", "VARCHAR");
        assertThat(sql("SELECT again()")).containsExactly(Row.of("two"));
    }

    private static AbstractThrowableAssert<?, ?> assertFails(ThrowingCallable call, ErrorCode code) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    // ---- sessions, and what shows it

    @Test
    void belongsToItsSessionAndThoseOverTheSameTables() {
        try (Session other = Session.create();
                Session same = session.newSession()) {
            assertThatThrownBy(() -> other.sql("SELECT chars('a')"))
                    .hasMessageContaining("there is no function \"chars\"");
            assertThat(same.sql("SELECT chars('abc')").collectAsList()).containsExactly(Row.of(3));
            other.udf().register("chars", (String text) -> 0, "INT");
            assertThat(other.sql("SELECT chars('abc')").collectAsList()).containsExactly(Row.of(0));
            assertThat(sql("SELECT chars('abc')")).containsExactly(Row.of(3));
            session.udf().register("chars", (String text) -> 1, "INT");
            assertThat(sql("SELECT chars('abc')")).containsExactly(Row.of(1));
        }
    }

    @Test
    void isShown() {
        assertThat(sql("SHOW FUNCTIONS")).contains(Row.of("CHARS"));
        assertThat(sql("DESCRIBE FUNCTION chars"))
                .containsExactly(
                        Row.of("kind", "function of a row, of the program"),
                        Row.of("written", "CHARS(String) INTEGER"));
        assertThat(session.functions())
                .contains(new NamedFunction("CHARS", false, "CHARS(String) INTEGER, of the program"));
        assertThat(sql("EXPLAIN SELECT id FROM words WHERE chars(word) > 1").toString())
                .contains("CHARS(word) > 1");
    }

    // ---- streams

    @Test
    void makesTheEventTimeOfAStream() {
        session.udf()
                .register(
                        "seconds",
                        (Long n) -> LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(n),
                        "TIMESTAMP(3)");
        UserDefinedFunction minutes =
                udf((Long n) -> LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(n), "TIMESTAMP(3)");
        for (Column at : List.of(call_function("seconds", col("n")), minutes.apply(col("n").divide(60)))) {
            MemoryStream stream = session.memoryStream("raw" + at.hashCode(), "n BIGINT");
            DataFrame counts = stream.toDF()
                    .withColumn("at", at)
                    .withWatermark("at", "5 seconds")
                    .groupBy(window(col("at"), "1 minute"))
                    .count()
                    .select("window.end", "count");
            try (QueryTest test = QueryTest.of(counts, "append")) {
                stream.add(1L).add(2L).add(130L);
                test.assertRows("[2026-01-01 00:01:00,2]");
            }
        }
        session.execute("CREATE TABLE timed (n BIGINT, at AS seconds(n)) WITH ('connector' = 'memory')");
        session.execute("INSERT INTO timed VALUES (7)");
        assertThat(sql("SELECT at FROM timed")).containsExactly(Row.of(LocalDateTime.parse("2026-01-01T00:00:07")));
    }

    @Test
    void isRightOverRowsThatAreTakenBack() {
        session.execute("CREATE TABLE t (k VARCHAR, x INT) WITH ('connector' = 'memory')");
        session.execute("CREATE TABLE r (size VARCHAR, n BIGINT) WITH ('connector' = 'memory')");
        session.udf().register("size_of", udf((Long total) -> total > 10 ? Size.LARGE : Size.SMALL, Size.class));
        session.set("output.mode", "complete");
        StreamingQuery query = started("INSERT INTO r SELECT size_of(total), COUNT(*)"
                + " FROM (SELECT k, SUM(x) AS total FROM t GROUP BY k) GROUP BY size_of(total)");
        session.execute("INSERT INTO t VALUES ('a', 1), ('b', 4)");
        query.processAllAvailable();
        assertThat(sql("SELECT * FROM r")).containsExactly(Row.of("SMALL", 2L));
        session.execute("INSERT INTO t VALUES ('a', 15)");
        query.processAllAvailable();
        assertThat(sql("SELECT * FROM r ORDER BY size")).containsExactly(Row.of("LARGE", 1L), Row.of("SMALL", 1L));
    }

    private StreamingQuery started(String insert) {
        return ((StatementResult.Started) session.execute(insert)).query();
    }

    @Test
    void aQueryGoesOnWithTheFunctionsThatTheProgramGivesAgain(@TempDir Path folder) {
        begin(folder);
        String insert = "INSERT INTO r SELECT chars(k), SUM(chars(k)) FROM t GROUP BY chars(k)";
        session.execute("INSERT INTO t VALUES ('a'), ('bb')");
        started(insert).awaitTermination();
        session.execute("INSERT INTO t VALUES ('ccc'), ('dd')");
        AtomicInteger calls = new AtomicInteger();
        session.udf().register("chars", (String text) -> text.length() + calls.incrementAndGet() * 0, "INT");
        assertThat(sql("EXPLAIN RESTART '" + folder.resolve("r") + "' " + insert)
                        .toString())
                .doesNotContain("changed");
        started(insert).awaitTermination();
        assertThat(calls.get()).isPositive();
        assertThat(sql("SELECT * FROM r ORDER BY a")).containsExactly(Row.of(1, 1L), Row.of(2, 4L), Row.of(3, 3L));

        session.udf().register("chars", (String text) -> (long) text.length(), "BIGINT");
        assertThatThrownBy(() -> started("INSERT INTO r SELECT CAST(a AS INT), b FROM"
                        + " (SELECT chars(k) AS a, SUM(chars(k)) AS b FROM t GROUP BY chars(k))"))
                .hasMessageContaining("INTEGER")
                .hasMessageContaining("BIGINT");
        assertThatThrownBy(() -> started(insert.replace("chars", "length_of")))
                .hasMessageContaining("there is no function \"length_of\"");
    }

    private void begin(Path folder) {
        session.set("checkpoint.dir", folder.toString());
        session.set("query.name", "r");
        session.set("trigger", "available-now");
        session.set("output.mode", "complete");
        session.execute("CREATE TABLE t (k VARCHAR) WITH ('connector' = 'memory')");
        session.execute("CREATE TABLE r (a INT, b BIGINT) WITH ('connector' = 'memory')");
    }

    /** Its type has changed, and the statement has not: what is stored of the plan must not be taken for what it is now. */
    @Test
    void aFunctionOfAnotherTypeIsNotTakenForTheOneThatWas(@TempDir Path folder) {
        begin(folder);
        String insert = "INSERT INTO r SELECT COUNT(*), SUM(CAST(chars(k) AS BIGINT)) FROM t";
        session.execute("INSERT INTO t VALUES ('a'), ('bb')");
        started(insert).awaitTermination();
        session.udf().register("chars", (String text) -> "10", "VARCHAR");
        session.execute("INSERT INTO t VALUES ('ccc')");
        started(insert).awaitTermination();
        assertThat(sql("SELECT * FROM r")).containsExactly(Row.of(3, 13L));
    }

    /** Two lambdas that nothing tells apart but their order. */
    @Test
    void functionsWithoutANameKeepTheirPlaces(@TempDir Path folder) {
        session.set("checkpoint.dir", folder.toString());
        session.execute("CREATE TABLE t (x INT) WITH ('connector' = 'memory')");
        session.execute("CREATE TABLE r (a INT, b INT) WITH ('connector' = 'memory')");
        for (int i = 1; i <= 2; i++) {
            session.execute("INSERT INTO t VALUES (" + i + ")");
            Column plus = udf((Integer x) -> x + 100, "INT").apply(col("x"));
            Column times = udf((Integer x) -> x * 2, "INT").apply(col("x"));
            session.readStream()
                    .table("t")
                    .select(plus.as("a"), times.as("b"))
                    .writeStream()
                    .queryName("places")
                    .trigger(Trigger.AvailableNow())
                    .toTable("r")
                    .awaitTermination();
        }
        assertThat(sql("SELECT * FROM r ORDER BY a")).isEqualTo(Arrays.asList(Row.of(101, 2), Row.of(102, 4)));
    }
}
