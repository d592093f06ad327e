package io.millrace.sql;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of types as Spark writes them, in SQL. */
final class SparkTypes {
    private static final Map<String, String> NAMES = Map.of(
            "string", "VARCHAR",
            "int", "INTEGER",
            "long", "BIGINT",
            "short", "SMALLINT",
            "byte", "TINYINT",
            "float", "REAL",
            "binary", "VARBINARY",
            "timestamp_ntz", "TIMESTAMP",
            "bool", "BOOLEAN");

    private static final Pattern ARRAY = Pattern.compile("(?i)\\s*array\\s*<(.*)>\\s*");

    private SparkTypes() {}

    static String toSql(String type) {
        Matcher array = ARRAY.matcher(type);
        if (array.matches()) {
            return toSql(array.group(1)) + " ARRAY";
        }
        String plain = type.strip();
        return NAMES.getOrDefault(plain.toLowerCase(Locale.ROOT), plain);
    }
}
