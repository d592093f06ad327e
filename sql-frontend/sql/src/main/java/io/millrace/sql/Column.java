package io.millrace.sql;

import io.millrace.sql.frame.Exploded;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.Literals;
import io.millrace.sql.frame.Named;
import io.millrace.sql.frame.SortKey;
import io.millrace.sql.parse.SqlQuotes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A value, condition or aggregate over the rows of a {@link DataFrame}. Made by {@link functions}, {@link DataFrame#col} and
 * by its own methods; what it names is looked up when it is given to a frame. Immutable.
 */
public final class Column {
    private final Expression expression;

    Column(Expression expression) {
        this.expression = expression;
    }

    Expression expression() {
        return expression;
    }

    /** A column as it is, anything else as a constant. */
    static Expression of(Object value) {
        return value instanceof Column column ? column.expression : Literals.exact(value);
    }

    private static Expression compared(Object value) {
        return value instanceof Column column ? column.expression : Literals.plain(value);
    }

    private Column binary(String sql, String symbol, Expression other) {
        return new Column(Expression.template(
                "(" + expression.label() + " " + symbol + " " + other.label() + ")", sql, expression, other));
    }

    private Column compare(String operator, Object other) {
        return binary("? " + operator + " ?", operator, compared(other));
    }

    private Column compute(String operator, Object other) {
        return binary("? " + operator + " ?", operator, of(other));
    }

    private Column test(String sql, String label, Object... args) {
        List<Expression> all = new ArrayList<>(List.of(expression));
        Arrays.stream(args).map(Column::compared).forEach(all::add);
        return new Column(Expression.template(label, sql, all));
    }

    // ---- comparison

    public Column equalTo(Object other) {
        return compare("=", other);
    }

    public Column notEqual(Object other) {
        return compare("<>", other);
    }

    public Column gt(Object other) {
        return compare(">", other);
    }

    public Column geq(Object other) {
        return compare(">=", other);
    }

    public Column lt(Object other) {
        return compare("<", other);
    }

    public Column leq(Object other) {
        return compare("<=", other);
    }

    /** Equal, where NULL is equal to NULL. */
    public Column eqNullSafe(Object other) {
        return binary("? IS NOT DISTINCT FROM ?", "<=>", compared(other));
    }

    public Column between(Object low, Object high) {
        return test(
                "? BETWEEN ? AND ?", "(" + expression.label() + " BETWEEN " + low + " AND " + high + ")", low, high);
    }

    public Column isin(Object... values) {
        String marks = Arrays.stream(values).map(value -> "?").collect(Collectors.joining(", "));
        return test("? IN (" + marks + ")", "(" + expression.label() + " IN ...)", values);
    }

    public Column isInCollection(Collection<?> values) {
        return isin(values.toArray());
    }

    public Column isNull() {
        return test("? IS NULL", "(" + expression.label() + " IS NULL)");
    }

    public Column isNotNull() {
        return test("? IS NOT NULL", "(" + expression.label() + " IS NOT NULL)");
    }

    // ---- logic

    public Column and(Column other) {
        return binary("? AND ?", "AND", other.expression);
    }

    public Column or(Column other) {
        return binary("? OR ?", "OR", other.expression);
    }

    // ---- arithmetic

    public Column plus(Object other) {
        return compute("+", other);
    }

    public Column minus(Object other) {
        return compute("-", other);
    }

    public Column multiply(Object other) {
        return compute("*", other);
    }

    /** Of integers an integer, cut towards 0. */
    public Column divide(Object other) {
        return compute("/", other);
    }

    public Column mod(Object other) {
        return binary("MOD(?, ?)", "%", of(other));
    }

    // ---- texts

    /** {@code %} stands for any text, {@code _} for any character. */
    public Column like(String pattern) {
        return binary("? LIKE ?", "LIKE", Literals.plain(pattern));
    }

    /** As {@link #like}, without regard to case. */
    public Column ilike(String pattern) {
        return binary("? ILIKE ?", "ILIKE", Literals.plain(pattern));
    }

    /** Whether a regular expression is found in the text. */
    public Column rlike(String pattern) {
        return binary("REGEXP_LIKE(?, ?)", "RLIKE", Literals.plain(pattern));
    }

    public Column contains(Object text) {
        Expression other = compared(text);
        return new Column(Expression.template(
                "contains(" + expression.label() + ", " + other.label() + ")",
                "POSITION(? IN ?) > 0",
                other,
                expression));
    }

    public Column startsWith(Object text) {
        return binary("STARTS_WITH(?, ?)", "startswith", compared(text));
    }

    public Column endsWith(Object text) {
        Expression other = compared(text);
        return new Column(Expression.template(
                "endswith(" + expression.label() + ", " + other.label() + ")",
                "RIGHT(?, CHAR_LENGTH(?)) = ?",
                expression,
                other,
                other));
    }

    /** Characters from a position, which counts from 1. */
    public Column substr(int start, int length) {
        return test(
                "SUBSTRING(? FROM ? FOR ?)",
                "substring(" + expression.label() + ", " + start + ", " + length + ")",
                start,
                length);
    }

    // ---- types, names and parts

    /** As another type, by its name in SQL or Spark: {@code int}, {@code string}, {@code DECIMAL(10, 2)}. */
    public Column cast(String type) {
        String sql = SparkTypes.toSql(type);
        return new Column(Expression.template(expression.label(), "CAST(? AS " + sql + ")", expression));
    }

    /** As another type; NULL where that cannot be. */
    public Column try_cast(String type) {
        String sql = SparkTypes.toSql(type);
        return new Column(Expression.template(expression.label(), "TRY_CAST(? AS " + sql + ")", expression));
    }

    /** Under another name. */
    public Column as(String name) {
        return new Column(new Named(expression instanceof Named named ? named.value() : expression, List.of(name)));
    }

    /** Of something that makes several columns: their names. */
    public Column as(String[] names) {
        return new Column(new Named(expression, List.of(names)));
    }

    public Column alias(String name) {
        return as(name);
    }

    public Column name(String name) {
        return as(name);
    }

    /** An element of an ARRAY, counted from 0, or the value of a key of a MAP. */
    public Column getItem(Object key) {
        Expression index = key instanceof Integer position ? Literals.plain(position + 1) : of(key);
        return new Column(Expression.template(expression.label() + "[" + key + "]", "?[?]", expression, index));
    }

    /** A field of a ROW. */
    public Column getField(String name) {
        return new Column(
                Expression.template(expression.label() + "." + name, "(?)." + SqlQuotes.identifier(name), expression));
    }

    // ---- order

    public Column asc() {
        return new Column(new SortKey(expression, false, SortKey.Nulls.AS_LEAST));
    }

    public Column desc() {
        return new Column(new SortKey(expression, true, SortKey.Nulls.AS_LEAST));
    }

    public Column asc_nulls_first() {
        return new Column(new SortKey(expression, false, SortKey.Nulls.FIRST));
    }

    public Column asc_nulls_last() {
        return new Column(new SortKey(expression, false, SortKey.Nulls.LAST));
    }

    public Column desc_nulls_first() {
        return new Column(new SortKey(expression, true, SortKey.Nulls.FIRST));
    }

    public Column desc_nulls_last() {
        return new Column(new SortKey(expression, true, SortKey.Nulls.LAST));
    }

    SortKey sortKey() {
        return expression instanceof SortKey key ? key : new SortKey(expression, false, SortKey.Nulls.AS_LEAST);
    }

    // ---- more of a call

    /** Of an aggregate: over those rows only. */
    public Column filter(Column condition) {
        return new Column(
                Expression.template(expression.label(), "ARG() FILTER (WHERE ?)", expression, condition.expression));
    }

    /** The aggregate or number of a window of rows around each. */
    public Column over(WindowSpec window) {
        return new Column(window.over(expression));
    }

    /** After {@link functions#when} or another {@code when}: what holds if no condition before does, and this one. */
    public Column when(Column condition, Object value) {
        return new Column(Cases.of(expression).when(condition.expression, of(value)));
    }

    /** After {@link functions#when}: what holds if no condition does. */
    public Column otherwise(Object value) {
        return new Column(Cases.of(expression).otherwise(of(value)));
    }

    boolean explodes() {
        return (expression instanceof Named named ? named.value() : expression) instanceof Exploded;
    }

    @Override
    public String toString() {
        return expression.label();
    }
}
