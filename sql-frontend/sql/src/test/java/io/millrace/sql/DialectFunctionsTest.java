package io.millrace.sql;

import static io.millrace.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that SQL knows under the names which Spark and others give them, in SQL and in texts of DataFrames. */
class DialectFunctionsTest {
    private static Session session;
    private static DataFrame four;

    @BeforeAll
    static void open() {
        session = Session.builder().build();
        four = session.sql("SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (3, 'b'), (4, NULL)) AS t(n, s)");
        four.createOrReplaceTempView("four");
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nvl(CAST(NULL AS INTEGER), 3) | 3",
                "ifnull(1, 2) | 1",
                "nvl2(CAST(NULL AS INTEGER), 1, 2) | 2",
                "if(1 > 2, 'x', 'y') | y",
                "isnull(3) | false",
                "isnotnull(3) | true",
                "negative(4) | -4",
                "pow(2, 3) | 8.0",
                "signum(-3.5) | -1.0",
                "lcase('AB') | ab",
                "UCASE('ab') | AB",
                "len('abc') | 3",
                "instr('abc', 'c') | 3",
                "get_json_object('{\"a\":1}', '$.a') | 1",
                "now() > TIMESTAMP '2020-01-01 00:00:00' | true",
                "weekofyear(DATE '2024-03-03') | 9",
                "to_date('2024-03-03') | 2024-03-03",
                "to_timestamp('2024-03-03 10:00:00.5') | 2024-03-03T10:00:00.500",
                "date_add(DATE '2024-02-28', 1 + 1) | 2024-03-01",
                "date_sub('2024-03-01', 1) | 2024-02-29",
                "datediff(DATE '2024-03-05', DATE '2024-03-03') | 2",
                "add_months(DATE '2024-01-31', 1) | 2024-02-29",
                "unix_timestamp(TIMESTAMP '1970-01-01 00:01:00') | 60",
                "timestamp_seconds(60) | 1970-01-01T00:01",
                "timestamp_millis(1500) | 1970-01-01T00:00:01.500",
                "date_trunc('hour', TIMESTAMP '2024-03-03 10:11:12') | 2024-03-03T10:00",
                "date_trunc('MONTH', TIMESTAMP '2024-03-03 10:11:12') | 2024-03-01T00:00",
                "size(ARRAY[7, 8]) | 2",
                "element_at(ARRAY[7, 8], 2) | 8"
            })
    void scalar(String expression, String value) {
        assertThat(session.sql("SELECT " + expression).collect()[0].get(0)).hasToString(value);
        assertThat(four.limit(1).select(expr(expression)).collect()[0].get(0)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "percentile(n, 0.5) | 2.5",
                "percentile_approx(n, 0.5) | 2",
                "mean(n) | 2.5",
                "mean(DISTINCT n / 3) | 0.5",
                "std(n) | 1.2909944487358056",
                "count_if(n > 1) | 3",
                "count_if(n > 1) FILTER (WHERE s = 'b') | 2",
                "collect_list(s) | [a, b, b]",
                "collect_set(s) | [a, b]",
                "first(n) | 1",
                "last(s) | null"
            })
    void aggregate(String call, String value) {
        assertThat(text(session.sql("SELECT " + call + " FROM four")
                        .collect()[0]
                        .get(0)))
                .isEqualTo(value);
        assertThat(text(four.agg(expr(call)).collect()[0].get(0))).isEqualTo(value);
    }

    private static String text(Object value) {
        return value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
    }

    @Test
    void overAWindow() {
        Row[] rows = session.sql("SELECT mean(n) OVER (ORDER BY n), count_if(s = 'b') OVER (ORDER BY n) FROM four")
                .collect();
        assertThat(Arrays.stream(rows).map(Row::toString))
                .containsExactlyInAnyOrder("[1.0,0]", "[1.5,1]", "[2.0,2]", "[2.5,2]");
    }

    @Test
    void textsExplode() {
        DataFrame lines = session.sql("SELECT * FROM (VALUES ('to be or'), ('not to be')) AS t(line)");
        DataFrame words = lines.selectExpr("explode(split(line, ' ')) AS word");
        assertThat(words.columns()).containsExactly("word");
        assertThat(words.groupBy("word").count().orderBy("word").collect())
                .extracting(Row::toString)
                .containsExactly("[be,2]", "[not,1]", "[or,1]", "[to,2]");
        assertThat(lines.select(expr("explode(split(line, ' '))")).count()).isEqualTo(6);
        assertThatThrownBy(() -> lines.selectExpr("explode(split(lin, ' ')) AS word"))
                .hasMessageContaining("there is no column \"lin\"; did you mean \"line\"");
        assertThatThrownBy(() -> session.sql("SELECT explode(ARRAY[1])"))
                .hasMessageContaining("in SQL write FROM t, UNNEST(array) AS u(element)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "percentile(n) | expected percentile(value, fraction), found 1 argument",
                "first(n, 2) | expected first(value), found 2 arguments",
                "percentile(DISTINCT n, 0.5) | DISTINCT does not go with percentile",
                "nvl(DISTINCT n, 1) | DISTINCT does not go with nvl",
                "nvl(1, 2, 3) | expected nvl(value, otherwise), found 3 arguments",
                "date_trunc('hou', now()) | there is no unit \"hou\"; did you mean \"hour\"; units: day, hour, microsecond,",
                "date_trunc(s, now()) | the unit of date_trunc is a string such as 'hour', not an expression; units: day,",
                "pow(s, 2) | \"POWER\" cannot be applied: POWER(VARCHAR, INTEGER)",
                "percentil(n, 0.5) | there is no function \"percentil\"; did you mean \"PERCENTILE\""
            })
    void mistakesAreShownWhereTheyAre(String expression, String message) {
        assertThatThrownBy(() -> session.sql("SELECT " + expression + " FROM four"))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e).hasMessageContaining(message).hasNoCause();
                    assertThat(e.position()).isPresent();
                });
    }

    @Test
    void theyAreListed() {
        List<String> names = Arrays.stream(session.sql("SHOW FUNCTIONS").collect())
                .map(row -> row.getString(0))
                .toList();
        assertThat(names).contains("NVL", "PERCENTILE", "FIRST", "DATE_TRUNC").isSorted();
    }
}
