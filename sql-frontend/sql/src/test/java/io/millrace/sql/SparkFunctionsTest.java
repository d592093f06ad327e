package io.millrace.sql;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every function under Spark's name is one that runs, and gives what it should for a row. */
class SparkFunctionsTest {
    private final Map<Column, Object> scalars = new LinkedHashMap<>();

    private void gives(Column column, Object value) {
        scalars.put(column, value);
    }

    @Test
    void scalarFunctions() {
        Column i = col("i");
        Column d = col("d");
        Column s = col("s");
        Column t = col("t");
        Column a = col("a");
        gives(coalesce(col("n"), i), 7);
        gives(greatest(i, lit(9)), 9);
        gives(least(i, lit(9)), 7);
        gives(not(i.gt(5)), false);
        gives(isnull(col("n")), true);
        gives(isnotnull(col("n")), false);
        gives(nullif(i, lit(7)), null);
        gives(nvl(col("n"), i), 7);
        gives(ifnull(col("n"), i), 7);
        gives(negate(i), -7);
        gives(abs(negate(i)), 7);
        gives(sqrt(d), 1.5);
        gives(cbrt(lit(8.0)), 2.0);
        gives(exp(lit(0.0)), 1.0);
        gives(ln(lit(1.0)), 0.0);
        gives(log(lit(1.0)), 0.0);
        gives(log10(lit(100.0)), 2.0);
        gives(pow(lit(2.0), 3), 8.0);
        gives(signum(d), 1.0);
        gives(sign(d), 1.0);
        gives(floor(d), 2.0);
        gives(ceil(d), 3.0);
        gives(round(d), 2.0);
        gives(round(d, 1), 2.3);
        gives(sin(lit(0.0)), 0.0);
        gives(cos(lit(0.0)), 1.0);
        gives(tan(lit(0.0)), 0.0);
        gives(asin(lit(0.0)), 0.0);
        gives(acos(lit(1.0)), 0.0);
        gives(atan(lit(0.0)), 0.0);
        gives(atan2(lit(0.0), lit(1.0)), 0.0);
        gives(sinh(lit(0.0)), 0.0);
        gives(cosh(lit(0.0)), 1.0);
        gives(tanh(lit(0.0)), 0.0);
        gives(degrees(lit(0.0)), 0.0);
        gives(radians(lit(0.0)), 0.0);
        gives(upper(s), "THE MILL");
        gives(lower(s), "the mill");
        gives(initcap(s), "The Mill");
        gives(length(s), 8);
        gives(trim(lit(" x ")), "x");
        gives(ltrim(lit(" x ")), "x ");
        gives(rtrim(lit(" x ")), " x");
        gives(ascii(lit("A")), 65);
        gives(md5(lit("a")), "0cc175b9c0f1b6a831c399e269772661");
        gives(sha1(lit("a")), "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8");
        gives(length(sha256(s)), 64);
        gives(length(sha512(s)), 128);
        gives(soundex(lit("mill")), "M400");
        gives(substring(s, 1, 3), "the");
        gives(substr(s, 1, 3), "the");
        gives(replace(s, "mill", "race"), "the race");
        gives(regexp_replace(s, "l+", "x"), "the mix");
        gives(translate(s, "tm", "TM"), "The Mill");
        gives(split(s, " "), List.of("the", "mill"));
        gives(instr(s, "mill"), 5);
        gives(lpad(lit("x"), 3, "."), "..x");
        gives(rpad(lit("x"), 3, "."), "x..");
        gives(repeat(lit("x"), 3), "xxx");
        gives(left(s, 3), "the");
        gives(right(s, 4), "mill");
        gives(concat(s, lit("!")), "the mill!");
        gives(concat_ws("-", s, lit("x")), "the mill-x");
        gives(get_json_object(lit("{\"a\": 1}"), "$.a"), "1");
        gives(year(t), 2026L);
        gives(quarter(t), 1L);
        gives(month(t), 3L);
        gives(weekofyear(t), 10L);
        gives(dayofyear(t), 64L);
        gives(dayofmonth(t), 5L);
        gives(dayofweek(t), 5L);
        gives(hour(t), 10L);
        gives(minute(t), 20L);
        gives(second(t), 30L);
        gives(to_date(t).cast("string"), "2026-03-05");
        gives(to_timestamp(lit("2026-03-05 01:02:03")).cast("string"), "2026-03-05 01:02:03.000000");
        gives(date_trunc("hour", t).cast("string"), "2026-03-05 10:00:00.000");
        gives(date_add(t, 1).cast("string"), "2026-03-06");
        gives(date_sub(t, 5).cast("string"), "2026-02-28");
        gives(add_months(to_date(t), 1).cast("string"), "2026-04-05");
        gives(last_day(to_date(t)).cast("string"), "2026-03-31");
        gives(datediff(t, date_sub(t, 3)), 3);
        gives(unix_timestamp(t).cast("bigint"), 1772706030L);
        gives(timestamp_seconds(lit(60)).cast("timestamp(0)").cast("string"), "1970-01-01 00:01:00");
        gives(timestamp_millis(lit(1500)).cast("timestamp(3)").cast("string"), "1970-01-01 00:00:01.500");
        gives(size(a), 2);
        gives(array(lit(1), lit(2)), List.of(1, 2));
        gives(element_at(a, 1), 1);
        gives(a.getItem(1), 2);
        gives(nvl2(col("n"), i, lit(0)), 0);
        gives(ceiling(d), 3.0);
        gives(floor(pi()), 3.0);
        gives(rand().lt(1), true);
        gives(bit_count(i), 3L);
        gives(bitwise_not(i), -8);
        gives(shiftleft(i, 1), 14);
        gives(power(lit(2.0), 3), 8.0);
        gives(ucase(s), "THE MILL");
        gives(lcase(s), "the mill");
        gives(char_length(s), 8);
        gives(contains(s, lit("mi")), true);
        gives(startswith(s, lit("the")), true);
        gives(split_part(s, lit(" "), lit(2)), "mill");
        gives(regexp_like(s, lit("m.ll")), true);
        gives(locate("mill", s), 5);
        gives(overlay(s, lit("a"), 5), "the aill");
        gives(day(t), 5L);
        gives(date_diff(t, date_sub(t, 3)), 3);
        gives(cardinality(a), 2);
        gives(struct(i, s), "[7,the mill]");
        gives(map(lit("a"), i), Map.of("a", 7));
        gives(localtimestamp().gt(t), true);
        gives(current_timestamp().isNotNull(), true);
        gives(now().isNotNull(), true);
        gives(current_date().isNotNull(), true);
        gives(expr("i + 1"), 8);
        gives(column("i"), 7);
        gives(when(i.gt(5), "high").otherwise("low"), "high");
        gives(s.contains("mill"), true);
        gives(s.startsWith("the"), true);
        gives(s.endsWith("mill"), true);
        gives(s.like("%mi%"), true);
        gives(s.rlike("m.ll"), true);
        gives(s.substr(5, 4), "mill");
        gives(i.eqNullSafe(col("n")), false);
        gives(i.between(1, 7), true);
        gives(lit("x").try_cast("int"), null);
        gives(call_function("UPPER", s), "THE MILL");
        gives(call_udf("upper", s), "THE MILL");
        gives(callUDF("upper", s), "THE MILL");
        gives(udf((Integer x) -> x * 2, "int").apply(i), 14);

        try (Session session = Session.create()) {
            DataFrame frame = session.createDataFrame(
                    List.of(Row.of(7, 2.25, "the mill", "2026-03-05 10:20:30", List.of(1, 2), null)),
                    "i INTEGER, d DOUBLE, s VARCHAR, t TIMESTAMP(3), a INTEGER ARRAY, n INTEGER");
            List<Column> columns = new ArrayList<>(scalars.keySet());
            Row row = frame.select(IntStream.range(0, columns.size())
                            .mapToObj(n -> columns.get(n).as("c" + n))
                            .toArray(Column[]::new))
                    .first();
            assertThat(row.size()).isEqualTo(scalars.size()).isGreaterThan(80);
            assertThat(wrong(columns, row)).isEmpty();
        }
    }

    private List<String> wrong(List<Column> columns, Row row) {
        List<String> wrong = new ArrayList<>();
        for (int n = 0; n < row.size(); n++) {
            String expected = String.valueOf(scalars.get(columns.get(n)));
            if (!expected.equals(String.valueOf(row.get(n)))) {
                wrong.add(columns.get(n) + " gives " + row.get(n) + ", not " + expected);
            }
        }
        return wrong;
    }

    private static DataFrame numbers(Session session) {
        return session.createDataFrame(
                List.of(Row.of("a", 1, 2.0, true), Row.of("a", 3, 4.0, false), Row.of("a", 3, 7.0, true)),
                "k VARCHAR, i INTEGER, d DOUBLE, b BOOLEAN");
    }

    @Test
    void aggregates() {
        Column i = col("i");
        Column d = col("d");
        Column b = col("b");
        gives(count("*"), 3L);
        gives(count(i), 3L);
        gives(countDistinct(i), 2L);
        gives(count_distinct(i), 2L);
        gives(count_if(b), 2L);
        gives(approx_count_distinct("i"), 2L);
        gives(sum("i"), 7L);
        gives(sum_distinct(i), 4L);
        gives(avg("d").gt(4.3), true);
        gives(mean("d").lt(4.4), true);
        gives(min("i"), 1);
        gives(max("i"), 3);
        gives(first("i"), 1);
        gives(last("d"), 7.0);
        gives(any_value("k"), "a");
        gives(collect_list("i"), List.of(1, 3, 3));
        gives(array_agg(i), List.of(1, 3, 3));
        gives(size(collect_set("i")), 2);
        gives(max_by(i, d), 3);
        gives(min_by(i, d), 1);
        gives(median("d"), 4.0);
        gives(percentile(d, 0.5), 4.0);
        gives(round(percentile_approx(d, 0.5), 1), 4.0);
        gives(round(stddev(d), 2), 2.52);
        gives(round(stddev_samp(d), 2), 2.52);
        gives(round(stddev_pop(d), 2), 2.05);
        gives(round(variance(d), 2), 6.33);
        gives(round(var_samp(d), 2), 6.33);
        gives(round(var_pop(d), 2), 4.22);
        gives(bool_and(b), false);
        gives(every(b), false);
        gives(bool_or(b), true);
        gives(some(b), true);
        gives(bit_and(i), 1);
        gives(bit_or(i), 3);
        gives(bit_xor(i), 1);
        gives(round(corr(i, d), 2), 0.8);
        gives(round(covar_samp(i, d), 2), 2.33);
        gives(round(covar_pop(i, d), 2), 1.56);
        gives(listagg(col("k"), "-"), "a-a-a");
        gives(string_agg(col("k"), "-"), "a-a-a");
        try (Session session = Session.create()) {
            List<Column> columns = new ArrayList<>(scalars.keySet());
            Column[] named = IntStream.range(0, columns.size())
                    .mapToObj(n -> columns.get(n).as("c" + n))
                    .toArray(Column[]::new);
            Row row = broadcast(numbers(session))
                    .agg(named[0], Arrays.copyOfRange(named, 1, named.length))
                    .first();
            assertThat(wrong(columns, row)).isEmpty();
        }
    }

    @Test
    void whatMakesRowsWindowsAndGroups() {
        try (Session session = Session.create()) {
            DataFrame frame = numbers(session);
            assertThat(frame.select(
                                    row_number().over(Window.orderBy("d")).as("a"),
                                    rank().over(Window.orderBy("i")).as("b"),
                                    lag(col("i"), 1).over(Window.orderBy("d")).as("c"))
                            .orderBy(asc("a"), desc("b"))
                            .collectAsList())
                    .containsExactly(Row.of(1L, 1L, null), Row.of(2L, 2L, 1), Row.of(3L, 2L, 3));
            DataFrame arrays = frame.limit(1).select(array(lit(1), lit(2)).as("a"));
            assertThat(arrays.select(explode(col("a")).as("e")).count()).isEqualTo(2);
            assertThat(arrays.select(explode_outer(col("a")).as("e")).count()).isEqualTo(2);
            assertThat(arrays.select(posexplode(col("a"))).count()).isEqualTo(2);
            assertThat(frame.cube("k").agg(grouping(col("k")).as("g")).count()).isEqualTo(2);
            DataFrame times =
                    frame.select(to_timestamp(lit("2026-03-05 01:02:03")).as("t"), col("i"));
            assertThat(times.groupBy(window(col("t"), "1 minute"))
                            .count()
                            .select(window_time(col("window")))
                            .count())
                    .isOne();
            assertThat(times.groupBy(session_window(col("t"), "1 minute"))
                            .count()
                            .count())
                    .isOne();
        }
    }

    /** The names that Spark's guide to structured streaming calls, and those of its streaming examples. */
    @Test
    void theNamesOfSparksGuideAreThere() {
        Set<String> names = names();
        assertThat(names)
                .contains(
                        "col",
                        "column",
                        "lit",
                        "expr",
                        "when",
                        "window",
                        "session_window",
                        "window_time",
                        "count",
                        "countDistinct",
                        "approx_count_distinct",
                        "sum",
                        "avg",
                        "mean",
                        "min",
                        "max",
                        "first",
                        "last",
                        "collect_list",
                        "collect_set",
                        "percentile",
                        "percentile_approx",
                        "explode",
                        "split",
                        "struct",
                        "current_timestamp",
                        "to_timestamp",
                        "unix_timestamp",
                        "date_trunc",
                        "concat",
                        "concat_ws",
                        "upper",
                        "lower",
                        "length",
                        "rand",
                        "broadcast",
                        "row_number",
                        "rank",
                        "lag",
                        "desc",
                        "asc",
                        "coalesce",
                        "get_json_object",
                        "array",
                        "map",
                        "element_at",
                        "size");
    }

    /** None is there that this class does not call. */
    @Test
    void everyFunctionIsTried() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/millrace/sql/SparkFunctionsTest.java"));
        assertThat(names())
                .hasSizeGreaterThan(150)
                .allSatisfy(name -> assertThat(source).containsPattern("[ (]" + name + "\\("));
    }

    private static Set<String> names() {
        return Arrays.stream(functions.class.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
