package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.sql.frame.Exploded;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.GroupWindow;
import io.millrace.sql.frame.Lengths;
import io.millrace.sql.frame.Literals;
import io.millrace.sql.frame.Star;
import io.millrace.sql.frame.WindowTime;
import io.millrace.sql.function.UDF0;
import io.millrace.sql.function.UDF1;
import io.millrace.sql.function.UDF2;
import io.millrace.sql.function.UDF3;
import io.millrace.sql.function.UDF4;
import io.millrace.sql.function.UDF5;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The functions of {@link Column}s, under Spark's names. They are the engine's own, those of SQL: where Spark's means
 * something else the method says so. What has no method here is written in SQL, with {@link #expr}.
 *
 * <p>Looks odd, is meant: one long class with a small name, since that is what a program imports.
 */
public final class functions {
    private static final String ONE = "1";

    private functions() {}

    /** A column by its name, maybe with an alias in front: {@code col("b.price")}. */
    public static Column col(String name) {
        return name.equals("*") || name.endsWith(".*")
                ? new Column(new Star(name.equals("*") ? null : name.substring(0, name.length() - 2)))
                : new Column(Expression.column(name));
    }

    public static Column column(String name) {
        return col(name);
    }

    /** A constant; a column stays what it is. */
    public static Column lit(Object value) {
        return value instanceof Column column ? column : new Column(Literals.exact(value));
    }

    /** An expression in SQL, maybe with {@code AS name} behind. */
    public static Column expr(String sql) {
        return new Column(Expression.sql(sql));
    }

    public static Column asc(String column) {
        return col(column).asc();
    }

    public static Column desc(String column) {
        return col(column).desc();
    }

    /** An aggregate or scalar function by its name in SQL: also one of the program's own. */
    public static Column call_function(String name, Column... args) {
        return call(name.toLowerCase(Locale.ROOT), Identifiers.function(name) + "(" + marks(args) + ")", args);
    }

    // ---- functions of the program's own

    /**
     * A function of the program's own over columns; of up to five.
     *
     * @param result the type of its results in SQL, such as {@code INT} or {@code DECIMAL(10, 2)}
     */
    public static UserDefinedFunction udf(UDF0<?> function, String result) {
        return udf(function, Session.dataType(result));
    }

    public static UserDefinedFunction udf(UDF1<?, ?> function, String result) {
        return udf(function, Session.dataType(result));
    }

    public static UserDefinedFunction udf(UDF2<?, ?, ?> function, String result) {
        return udf(function, Session.dataType(result));
    }

    public static UserDefinedFunction udf(UDF3<?, ?, ?, ?> function, String result) {
        return udf(function, Session.dataType(result));
    }

    public static UserDefinedFunction udf(UDF4<?, ?, ?, ?, ?> function, String result) {
        return udf(function, Session.dataType(result));
    }

    public static UserDefinedFunction udf(UDF5<?, ?, ?, ?, ?, ?> function, String result) {
        return udf(function, Session.dataType(result));
    }

    public static UserDefinedFunction udf(UDF0<?> function, DataType result) {
        return UserDefinedFunction.of(function, result);
    }

    public static UserDefinedFunction udf(UDF1<?, ?> function, DataType result) {
        return UserDefinedFunction.of(function, result);
    }

    public static UserDefinedFunction udf(UDF2<?, ?, ?> function, DataType result) {
        return UserDefinedFunction.of(function, result);
    }

    public static UserDefinedFunction udf(UDF3<?, ?, ?, ?> function, DataType result) {
        return UserDefinedFunction.of(function, result);
    }

    public static UserDefinedFunction udf(UDF4<?, ?, ?, ?, ?> function, DataType result) {
        return UserDefinedFunction.of(function, result);
    }

    public static UserDefinedFunction udf(UDF5<?, ?, ?, ?, ?, ?> function, DataType result) {
        return UserDefinedFunction.of(function, result);
    }

    /** @param result the class of its results: what a component of a record in a {@link Dataset} may be */
    public static <R> UserDefinedFunction udf(UDF0<R> function, Class<R> result) {
        return UserDefinedFunction.of(function, result);
    }

    public static <R> UserDefinedFunction udf(UDF1<?, R> function, Class<R> result) {
        return UserDefinedFunction.of(function, result);
    }

    public static <R> UserDefinedFunction udf(UDF2<?, ?, R> function, Class<R> result) {
        return UserDefinedFunction.of(function, result);
    }

    public static <R> UserDefinedFunction udf(UDF3<?, ?, ?, R> function, Class<R> result) {
        return UserDefinedFunction.of(function, result);
    }

    public static <R> UserDefinedFunction udf(UDF4<?, ?, ?, ?, R> function, Class<R> result) {
        return UserDefinedFunction.of(function, result);
    }

    public static <R> UserDefinedFunction udf(UDF5<?, ?, ?, ?, ?, R> function, Class<R> result) {
        return UserDefinedFunction.of(function, result);
    }

    /** As {@link #call_function}. */
    public static Column call_udf(String name, Column... args) {
        return call_function(name, args);
    }

    /** As {@link #call_function}. */
    public static Column callUDF(String name, Column... args) {
        return call_function(name, args);
    }

    // ---- what the functions are made of

    static Column[] columns(String... names) {
        return Arrays.stream(names).map(functions::col).toArray(Column[]::new);
    }

    private static Column plain(Object value) {
        return value instanceof Column column ? column : new Column(Literals.plain(value));
    }

    private static String marks(Column... columns) {
        return String.join(", ", Collections.nCopies(columns.length, "?"));
    }

    private static Column call(String name, String sql, Column... args) {
        String list =
                String.join(", ", Arrays.stream(args).map(Column::toString).toList());
        return labelled(name + "(" + list + ")", sql, args);
    }

    private static Column labelled(String label, String sql, Column... args) {
        return new Column(Expression.template(
                label, sql, Arrays.stream(args).map(Column::expression).toList()));
    }

    private static Column distinct(String name, String sql, Column column, Column... more) {
        Column[] all = new Column[more.length + 1];
        all[0] = column;
        System.arraycopy(more, 0, all, 1, more.length);
        String list = String.join(", ", Arrays.stream(all).map(Column::toString).toList());
        return labelled(name + "(DISTINCT " + list + ")", sql + "(DISTINCT " + marks(all) + ")", all);
    }

    // ---- aggregates

    /** How many rows have a value; of {@code *} or a constant, how many rows there are. */
    public static Column count(Column column) {
        boolean all = column.expression() instanceof Star || column.toString().equals(ONE);
        return all ? labelled("count(1)", "COUNT(*)") : call("count", "COUNT(?)", column);
    }

    public static Column count(String column) {
        return column.equals("*") ? labelled("count(1)", "COUNT(*)") : count(col(column));
    }

    public static Column countDistinct(Column column, Column... more) {
        return distinct("count", "COUNT", column, more);
    }

    public static Column countDistinct(String column, String... more) {
        return countDistinct(col(column), columns(more));
    }

    public static Column count_distinct(Column column, Column... more) {
        return countDistinct(column, more);
    }

    /** How many rows meet a condition. */
    public static Column count_if(Column condition) {
        return call("count_if", "COUNT(*) FILTER (WHERE ?)", condition);
    }

    public static Column approx_count_distinct(Column column) {
        return call("approx_count_distinct", "APPROX_COUNT_DISTINCT(?)", column);
    }

    public static Column approx_count_distinct(String column) {
        return approx_count_distinct(col(column));
    }

    public static Column sum(Column column) {
        return call("sum", "SUM(?)", column);
    }

    public static Column sum(String column) {
        return sum(col(column));
    }

    public static Column avg(Column column) {
        return call("avg", "AVG(?)", column);
    }

    public static Column avg(String column) {
        return avg(col(column));
    }

    public static Column mean(Column column) {
        return call("avg", "AVG(?)", column);
    }

    public static Column mean(String column) {
        return mean(col(column));
    }

    public static Column min(Column column) {
        return call("min", "MIN(?)", column);
    }

    public static Column min(String column) {
        return min(col(column));
    }

    public static Column max(Column column) {
        return call("max", "MAX(?)", column);
    }

    public static Column max(String column) {
        return max(col(column));
    }

    public static Column sum_distinct(Column column) {
        return call("sum_distinct", "SUM(DISTINCT ?)", column);
    }

    /** The value of the first row to arrive, maybe NULL. */
    public static Column first(Column column) {
        return call("first", "FIRST_VALUE(?)", column);
    }

    public static Column first(String column) {
        return first(col(column));
    }

    /** The value of the first row to arrive; of the first that has one where NULLs are ignored. */
    public static Column first(Column column, boolean ignoreNulls) {
        return ignoreNulls ? call("first", "FIRST_VALUE(?) IGNORE NULLS", column) : first(column);
    }

    /** The value of the last row to arrive, maybe NULL. */
    public static Column last(Column column) {
        return call("last", "LAST_VALUE(?)", column);
    }

    public static Column last(String column) {
        return last(col(column));
    }

    /** The value of the last row to arrive; of the last that has one where NULLs are ignored. */
    public static Column last(Column column, boolean ignoreNulls) {
        return ignoreNulls ? call("last", "LAST_VALUE(?) IGNORE NULLS", column) : last(column);
    }

    public static Column any_value(Column column) {
        return call("any_value", "ANY_VALUE(?)", column);
    }

    public static Column any_value(String column) {
        return any_value(col(column));
    }

    /** All values but NULLs as an array, in the order of their arrival. */
    public static Column collect_list(Column column) {
        return call("collect_list", "COLLECT(?)", column);
    }

    public static Column collect_list(String column) {
        return collect_list(col(column));
    }

    /** The different values but NULL as an array. */
    public static Column collect_set(Column column) {
        return call("collect_set", "COLLECT(DISTINCT ?)", column);
    }

    public static Column collect_set(String column) {
        return collect_set(col(column));
    }

    public static Column max_by(Column column, Column order) {
        return call("max_by", "MAX_BY(?, ?)", column, order);
    }

    public static Column min_by(Column column, Column order) {
        return call("min_by", "MIN_BY(?, ?)", column, order);
    }

    public static Column median(Column column) {
        return call("median", "MEDIAN(?)", column);
    }

    public static Column median(String column) {
        return median(col(column));
    }

    /** The value at a fraction (0 to 1) of the way through all values, between two if need be. */
    public static Column percentile(Column column, double fraction) {
        return call("percentile", "PERCENTILE(?, ?)", column, plain(fraction));
    }

    /** About the value at a fraction (0 to 1) of the way through all values. */
    public static Column percentile_approx(Column column, double fraction) {
        return call("percentile_approx", "APPROX_PERCENTILE(?, ?)", column, plain(fraction));
    }

    public static Column stddev(Column column) {
        return call("stddev", "STDDEV_SAMP(?)", column);
    }

    public static Column stddev_samp(Column column) {
        return call("stddev_samp", "STDDEV_SAMP(?)", column);
    }

    public static Column stddev_pop(Column column) {
        return call("stddev_pop", "STDDEV_POP(?)", column);
    }

    public static Column variance(Column column) {
        return call("variance", "VAR_SAMP(?)", column);
    }

    public static Column var_samp(Column column) {
        return call("var_samp", "VAR_SAMP(?)", column);
    }

    public static Column var_pop(Column column) {
        return call("var_pop", "VAR_POP(?)", column);
    }

    public static Column bool_and(Column column) {
        return call("bool_and", "EVERY(?)", column);
    }

    public static Column bool_or(Column column) {
        return call("bool_or", "SOME(?)", column);
    }

    public static Column bit_and(Column column) {
        return call("bit_and", "BIT_AND(?)", column);
    }

    public static Column bit_or(Column column) {
        return call("bit_or", "BIT_OR(?)", column);
    }

    public static Column bit_xor(Column column) {
        return call("bit_xor", "BIT_XOR(?)", column);
    }

    public static Column every(Column column) {
        return call("every", "EVERY(?)", column);
    }

    public static Column some(Column column) {
        return call("some", "SOME(?)", column);
    }

    /** As {@link #collect_list}. */
    public static Column array_agg(Column column) {
        return collect_list(column);
    }

    /** As {@link #listagg}. */
    public static Column string_agg(Column column, String separator) {
        return listagg(column, separator);
    }

    public static Column corr(Column column, Column other) {
        return call("corr", "CORR(?, ?)", column, other);
    }

    public static Column covar_samp(Column column, Column other) {
        return call("covar_samp", "COVAR_SAMP(?, ?)", column, other);
    }

    public static Column covar_pop(Column column, Column other) {
        return call("covar_pop", "COVAR_POP(?, ?)", column, other);
    }

    /** All texts one after the other, with a separator between. */
    public static Column listagg(Column column, String separator) {
        return call("listagg", "LISTAGG(?, ?)", column, plain(separator));
    }

    /** 1 where a rollup or cube has left the key out, else 0. */
    public static Column grouping(Column column) {
        return call("grouping", "GROUPING(?)", column);
    }

    // ---- windows of time

    /** A window of time to group by: {@code window(col("ts"), "10 minutes")}. */
    public static Column window(Column time, String size) {
        return new Column(new GroupWindow("TUMBLE", List.of(time.expression(), length(size)), "window"));
    }

    /** Overlapping windows to group by, as long as {@code size}, one each {@code slide}. */
    public static Column window(Column time, String size, String slide) {
        return new Column(new GroupWindow("HOP", List.of(time.expression(), length(slide), length(size)), "window"));
    }

    /** Overlapping windows that begin a while behind those without an offset. */
    public static Column window(Column time, String size, String slide, String offset) {
        boolean tumbles = size.equals(slide);
        List<Expression> args = tumbles
                ? List.of(time.expression(), length(size), length(offset))
                : List.of(time.expression(), length(slide), length(size), length(offset));
        return new Column(new GroupWindow(tumbles ? "TUMBLE" : "HOP", args, "window"));
    }

    /** A run of rows without a gap, to group by. */
    public static Column session_window(Column time, String gap) {
        return new Column(new GroupWindow("SESSION", List.of(time.expression(), length(gap)), "session_window"));
    }

    /** A run of rows without a gap, which each row says for itself: an interval. */
    public static Column session_window(Column time, Column gap) {
        return new Column(new GroupWindow("SESSION", List.of(time.expression(), gap.expression()), "session_window"));
    }

    /** The event time of the result of a window: a microsecond before its end. For a window over windows. */
    public static Column window_time(Column window) {
        return new Column(new WindowTime(window.expression()));
    }

    private static Expression length(String text) {
        return Expression.template(text, Lengths.sql(text));
    }

    // ---- numbers of rows, and rows before

    public static Column row_number() {
        return call("row_number", "ROW_NUMBER()");
    }

    public static Column rank() {
        return call("rank", "RANK()");
    }

    public static Column lag(Column column, int rows) {
        return call("lag", "LAG(?, " + rows + ")", column);
    }

    public static Column lag(String column, int rows) {
        return lag(col(column), rows);
    }

    public static Column lag(String column, int rows, Object otherwise) {
        return lag(col(column), rows, otherwise);
    }

    public static Column lag(Column column, int rows, Object otherwise) {
        return call("lag", "LAG(?, " + rows + ", ?)", column, plain(otherwise));
    }

    // ---- any type

    /** The first that is not NULL. */
    public static Column coalesce(Column... columns) {
        return call("coalesce", "COALESCE(" + marks(columns) + ")", columns);
    }

    public static Column greatest(Column... columns) {
        return call("greatest", "GREATEST(" + marks(columns) + ")", columns);
    }

    public static Column least(Column... columns) {
        return call("least", "LEAST(" + marks(columns) + ")", columns);
    }

    /** A CASE; goes on with {@link Column#when} and ends with {@link Column#otherwise}. */
    public static Column when(Column condition, Object value) {
        return new Column(new Cases(List.of(), null).when(condition.expression(), Column.of(value)));
    }

    public static Column not(Column condition) {
        return labelled("(NOT " + condition + ")", "NOT ?", condition);
    }

    /** The second where the first is not NULL, else the third. */
    public static Column nvl2(Column column, Column whenPresent, Column whenNull) {
        return call("nvl2", "NVL2(?, ?, ?)", column, whenPresent, whenNull);
    }

    public static Column isnull(Column column) {
        return call("isnull", "? IS NULL", column);
    }

    public static Column isnotnull(Column column) {
        return call("isnotnull", "? IS NOT NULL", column);
    }

    public static Column nullif(Column column, Column other) {
        return call("nullif", "NULLIF(?, ?)", column, other);
    }

    public static Column nvl(Column column, Column other) {
        return call("nvl", "NVL(?, ?)", column, other);
    }

    public static Column ifnull(Column column, Column other) {
        return call("ifnull", "IFNULL(?, ?)", column, other);
    }

    // ---- numbers

    public static Column negate(Column column) {
        return call("negate", "- ?", column);
    }

    public static Column abs(Column column) {
        return call("abs", "ABS(?)", column);
    }

    public static Column sqrt(Column column) {
        return call("sqrt", "SQRT(?)", column);
    }

    public static Column cbrt(Column column) {
        return call("cbrt", "CBRT(?)", column);
    }

    public static Column exp(Column column) {
        return call("exp", "EXP(?)", column);
    }

    public static Column log(Column column) {
        return call("log", "LN(?)", column);
    }

    public static Column ln(Column column) {
        return call("ln", "LN(?)", column);
    }

    public static Column log10(Column column) {
        return call("log10", "LOG10(?)", column);
    }

    public static Column signum(Column column) {
        return call("signum", "SIGNUM(?)", column);
    }

    public static Column sign(Column column) {
        return call("sign", "SIGN(?)", column);
    }

    public static Column floor(Column column) {
        return call("floor", "FLOOR(?)", column);
    }

    public static Column ceiling(Column column) {
        return ceil(column);
    }

    public static Column pi() {
        return call("pi", "PI()");
    }

    /** A number from 0 up to 1, another one for each row. */
    public static Column rand() {
        return call("rand", "RAND()");
    }

    public static Column bit_count(Column column) {
        return call("bit_count", "BITCOUNT(?)", column);
    }

    public static Column bitwise_not(Column column) {
        return call("bitwise_not", "BITNOT(?)", column);
    }

    public static Column shiftleft(Column column, int bits) {
        return call("shiftleft", "LEFTSHIFT(?, " + bits + ")", column);
    }

    public static Column ceil(Column column) {
        return call("ceil", "CEIL(?)", column);
    }

    public static Column sin(Column column) {
        return call("sin", "SIN(?)", column);
    }

    public static Column cos(Column column) {
        return call("cos", "COS(?)", column);
    }

    public static Column tan(Column column) {
        return call("tan", "TAN(?)", column);
    }

    public static Column asin(Column column) {
        return call("asin", "ASIN(?)", column);
    }

    public static Column acos(Column column) {
        return call("acos", "ACOS(?)", column);
    }

    public static Column atan(Column column) {
        return call("atan", "ATAN(?)", column);
    }

    public static Column sinh(Column column) {
        return call("sinh", "SINH(?)", column);
    }

    public static Column cosh(Column column) {
        return call("cosh", "COSH(?)", column);
    }

    public static Column tanh(Column column) {
        return call("tanh", "TANH(?)", column);
    }

    public static Column degrees(Column column) {
        return call("degrees", "DEGREES(?)", column);
    }

    public static Column radians(Column column) {
        return call("radians", "RADIANS(?)", column);
    }

    public static Column round(Column column) {
        return call("round", "ROUND(?)", column);
    }

    public static Column power(Column column, Object exponent) {
        return pow(column, exponent);
    }

    public static Column pow(Column column, Object exponent) {
        return call("pow", "POW(?, ?)", column, lit(exponent));
    }

    public static Column atan2(Column y, Column x) {
        return call("atan2", "ATAN2(?, ?)", y, x);
    }

    public static Column round(Column column, int scale) {
        return call("round", "ROUND(?, " + scale + ")", column);
    }

    // ---- texts

    public static Column ucase(Column column) {
        return upper(column);
    }

    public static Column lcase(Column column) {
        return lower(column);
    }

    public static Column char_length(Column column) {
        return call("char_length", "CHAR_LENGTH(?)", column);
    }

    public static Column contains(Column column, Column text) {
        return call("contains", "STRPOS(?, ?) > 0", column, text);
    }

    public static Column startswith(Column column, Column text) {
        return call("startswith", "STARTS_WITH(?, ?)", column, text);
    }

    /** A part of a text, counted from 1. */
    public static Column split_part(Column column, Column separator, Column number) {
        return call("split_part", "SPLIT_PART(?, ?, ?)", column, separator, number);
    }

    public static Column regexp_like(Column column, Column pattern) {
        return call("regexp_like", "REGEXP_LIKE(?, ?)", column, pattern);
    }

    public static Column upper(Column column) {
        return call("upper", "UPPER(?)", column);
    }

    public static Column lower(Column column) {
        return call("lower", "LOWER(?)", column);
    }

    public static Column initcap(Column column) {
        return call("initcap", "INITCAP(?)", column);
    }

    public static Column length(Column column) {
        return call("length", "CHAR_LENGTH(?)", column);
    }

    public static Column trim(Column column) {
        return call("trim", "TRIM(?)", column);
    }

    public static Column ltrim(Column column) {
        return call("ltrim", "LTRIM(?)", column);
    }

    public static Column rtrim(Column column) {
        return call("rtrim", "RTRIM(?)", column);
    }

    public static Column ascii(Column column) {
        return call("ascii", "ASCII(?)", column);
    }

    public static Column md5(Column column) {
        return call("md5", "MD5(?)", column);
    }

    public static Column sha1(Column column) {
        return call("sha1", "SHA1(?)", column);
    }

    public static Column sha256(Column column) {
        return call("sha256", "SHA256(?)", column);
    }

    public static Column sha512(Column column) {
        return call("sha512", "SHA512(?)", column);
    }

    public static Column soundex(Column column) {
        return call("soundex", "SOUNDEX(?)", column);
    }

    /** Characters from a position, which counts from 1. */
    public static Column substring(Column column, int start, int length) {
        return call("substring", "SUBSTRING(? FROM " + start + " FOR " + length + ")", column);
    }

    public static Column substr(Column column, int start, int length) {
        return substring(column, start, length);
    }

    public static Column replace(Column column, String search, String by) {
        return call("replace", "REPLACE(?, ?, ?)", column, plain(search), plain(by));
    }

    public static Column regexp_replace(Column column, String pattern, String by) {
        return call("regexp_replace", "REGEXP_REPLACE(?, ?, ?)", column, plain(pattern), plain(by));
    }

    public static Column translate(Column column, String from, String to) {
        return call("translate", "TRANSLATE(?, ?, ?)", column, plain(from), plain(to));
    }

    /** The pieces of a text, as an array. The separator is a text, not a regular expression. */
    public static Column split(Column column, String separator) {
        return call("split", "SPLIT(?, ?)", column, plain(separator));
    }

    /** As {@link #instr}. */
    public static Column locate(String text, Column column) {
        return instr(column, text);
    }

    public static Column overlay(Column column, Column text, int start) {
        return call("overlay", "OVERLAY(? PLACING ? FROM " + start + ")", column, text);
    }

    /** Where a text begins in the column, counted from 1; 0 where it does not. */
    public static Column instr(Column column, String text) {
        return call("instr", "INSTR(?, ?)", column, plain(text));
    }

    public static Column lpad(Column column, int length, String by) {
        return call("lpad", "LPAD(?, " + length + ", ?)", column, plain(by));
    }

    public static Column rpad(Column column, int length, String by) {
        return call("rpad", "RPAD(?, " + length + ", ?)", column, plain(by));
    }

    public static Column repeat(Column column, int times) {
        return call("repeat", "REPEAT(?, " + times + ")", column);
    }

    public static Column left(Column column, int length) {
        return call("left", "LEFT(?, " + length + ")", column);
    }

    public static Column right(Column column, int length) {
        return call("right", "RIGHT(?, " + length + ")", column);
    }

    /** One text after the other; NULL where one is. */
    public static Column concat(Column... columns) {
        return call("concat", String.join(" || ", Collections.nCopies(columns.length, "?")), columns);
    }

    /** One text after the other with a separator between, NULLs left out. */
    public static Column concat_ws(String separator, Column... columns) {
        return call("concat_ws", "CONCAT_WS(" + Literals.text(separator) + ", " + marks(columns) + ")", columns);
    }

    /** A value of a JSON text, as a text. */
    public static Column get_json_object(Column column, String path) {
        return call("get_json_object", "JSON_VALUE(?, " + Literals.text(path) + ")", column);
    }

    // ---- dates and times

    public static Column current_date() {
        return call("current_date", "CURRENT_DATE");
    }

    public static Column current_timestamp() {
        return call("current_timestamp", "CURRENT_TIMESTAMP");
    }

    public static Column localtimestamp() {
        return call("localtimestamp", "LOCALTIMESTAMP");
    }

    public static Column now() {
        return call("now", "NOW()");
    }

    public static Column year(Column column) {
        return call("year", "EXTRACT(YEAR FROM ?)", column);
    }

    public static Column quarter(Column column) {
        return call("quarter", "EXTRACT(QUARTER FROM ?)", column);
    }

    public static Column month(Column column) {
        return call("month", "EXTRACT(MONTH FROM ?)", column);
    }

    public static Column weekofyear(Column column) {
        return call("weekofyear", "WEEKOFYEAR(?)", column);
    }

    public static Column dayofyear(Column column) {
        return call("dayofyear", "EXTRACT(DOY FROM ?)", column);
    }

    public static Column day(Column column) {
        return dayofmonth(column);
    }

    public static Column dayofmonth(Column column) {
        return call("dayofmonth", "EXTRACT(DAY FROM ?)", column);
    }

    public static Column dayofweek(Column column) {
        return call("dayofweek", "EXTRACT(DOW FROM ?)", column);
    }

    public static Column hour(Column column) {
        return call("hour", "EXTRACT(HOUR FROM ?)", column);
    }

    public static Column minute(Column column) {
        return call("minute", "EXTRACT(MINUTE FROM ?)", column);
    }

    public static Column second(Column column) {
        return call("second", "EXTRACT(SECOND FROM ?)", column);
    }

    public static Column to_date(Column column) {
        return call("to_date", "TO_DATE(?)", column);
    }

    public static Column to_timestamp(Column column) {
        return call("to_timestamp", "TO_TIMESTAMP(?)", column);
    }

    /** The time cut down to a unit: year, quarter, month, week, day, hour, minute, second. */
    public static Column date_trunc(String unit, Column column) {
        return call("date_trunc", "DATE_TRUNC(?, ?)", plain(unit), column);
    }

    public static Column date_add(Column column, int days) {
        return call("date_add", "DATE_ADD(?, " + days + ")", column);
    }

    public static Column date_sub(Column column, int days) {
        return call("date_sub", "DATE_SUB(?, " + days + ")", column);
    }

    public static Column add_months(Column column, int months) {
        return call("add_months", "ADD_MONTHS(?, " + months + ")", column);
    }

    public static Column last_day(Column column) {
        return call("last_day", "LAST_DAY(?)", column);
    }

    /** As {@link #datediff}. */
    public static Column date_diff(Column end, Column start) {
        return datediff(end, start);
    }

    /** Days from the second to the first. */
    public static Column datediff(Column end, Column start) {
        return call("datediff", "DATEDIFF(?, ?)", end, start);
    }

    /** Seconds since 1970-01-01. */
    public static Column unix_timestamp(Column column) {
        return call("unix_timestamp", "UNIX_TIMESTAMP(?)", column);
    }

    /** The time of a number of seconds since 1970-01-01. */
    public static Column timestamp_seconds(Column column) {
        return call("timestamp_seconds", "TIMESTAMP_SECONDS(?)", column);
    }

    /** The time of a number of milliseconds since 1970-01-01. */
    public static Column timestamp_millis(Column column) {
        return call("timestamp_millis", "TIMESTAMP_MILLIS(?)", column);
    }

    // ---- frames

    /** The frame as it is: which side of a join is kept whole is decided by what it is, a batch or a stream. */
    public static DataFrame broadcast(DataFrame frame) {
        return frame;
    }

    // ---- collections

    /** The columns as one of type ROW. */
    public static Column struct(Column... columns) {
        return call("struct", "ROW(" + marks(columns) + ")", columns);
    }

    public static Column struct(String column, String... more) {
        Column[] all = new Column[more.length + 1];
        all[0] = col(column);
        System.arraycopy(columns(more), 0, all, 1, more.length);
        return struct(all);
    }

    /** A MAP of keys, each with its value behind it. */
    public static Column map(Column... keysAndValues) {
        return call("map", "MAP[" + marks(keysAndValues) + "]", keysAndValues);
    }

    public static Column cardinality(Column column) {
        return size(column);
    }

    public static Column size(Column column) {
        return call("size", "SIZE(?)", column);
    }

    public static Column array(Column... columns) {
        return call("array", "ARRAY[" + marks(columns) + "]", columns);
    }

    /** An element of an ARRAY, counted from 1, or the value of a key of a MAP. */
    public static Column element_at(Column column, Object key) {
        return call("element_at", "?[?]", column, plain(key));
    }

    /** A row for each element of an ARRAY or entry of a MAP; none where it is empty. */
    public static Column explode(Column column) {
        return new Column(new Exploded(column.expression(), false, false));
    }

    /** A row for each element; one with NULL where there is none. */
    public static Column explode_outer(Column column) {
        return new Column(new Exploded(column.expression(), true, false));
    }

    /** A row for each element, with its position, from 0. */
    public static Column posexplode(Column column) {
        return new Column(new Exploded(column.expression(), false, true));
    }
}
