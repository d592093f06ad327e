package io.millrace.sql.parse;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The words that statements begin with. Checked before the grammar, whose own list would be some hundred tokens long. */
final class StatementWords {
    private static final List<String> QUERIES = List.of("SELECT", "WITH", "VALUES", "TABLE", "INSERT");
    private static final List<String> ALONE = List.of("SET", "RESET", "DESCRIBE", "BEGIN", "COMMIT", "ROLLBACK");
    private static final List<String> NOT_SUPPORTED =
            List.of("DELETE", "UPDATE", "MERGE", "UPSERT", "ALTER", "CALL", "TRUNCATE");
    private static final Map<String, List<String>> PAIRS = new TreeMap<>(Map.of(
            "CREATE", List.of("TABLE", "VIEW", "OR"),
            "DROP", List.of("TABLE", "VIEW"),
            "SHOW",
                    List.of(
                            "TABLES",
                            "VIEWS",
                            "QUERIES",
                            "CONNECTORS",
                            "FUNCTIONS",
                            "SETTINGS",
                            "CHECKPOINT",
                            "CREATE"),
            "STOP", List.of("QUERY"),
            "WAIT", List.of("QUERY"),
            "END", List.of("INPUT"),
            "EXPLAIN", List.of("SELECT", "WITH", "VALUES", "TABLE", "INSERT", "PLAN", "RESTART")));

    private StatementWords() {}

    /** Whether a statement may begin with {@code word}. */
    static boolean isFirst(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return QUERIES.contains(upper) || ALONE.contains(upper) || PAIRS.containsKey(upper);
    }

    /** Refuses a statement of a kind that there is not. */
    static void check(StatementText statement) {
        if (statement.words().isEmpty()) {
            return;
        }
        StatementText.Word written = statement.words().get(0);
        String first = written.text().toUpperCase(Locale.ROOT);
        if (NOT_SUPPORTED.contains(first)) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED, "there is no " + first + " in Millrace", written.range(), null);
        }
        List<String> seconds = PAIRS.get(first);
        if (seconds != null) {
            checkSecond(statement, first, seconds);
        } else if (!QUERIES.contains(first) && !ALONE.contains(first)) {
            throw unknownFirst(written);
        }
    }

    private static void checkSecond(StatementText statement, String first, List<String> expected) {
        boolean missing = statement.words().size() < 2;
        if (missing && statement.text().length() > first.length()) {
            return; // a bracket or a quoted name: the grammar says what is wrong with it, if anything
        }
        StatementText.Word last = statement.words().get(missing ? 0 : 1);
        if (!missing && expected.stream().anyMatch(last::is)) {
            return;
        }
        String found = missing ? "" : ", found \"" + last.text() + "\"" + Spelling.hint(last.text(), expected);
        throw new MillraceException(
                ErrorCode.SYNTAX,
                "after " + first + " expected " + String.join(", ", expected) + found,
                last.range(),
                null);
    }

    private static MillraceException unknownFirst(StatementText.Word written) {
        List<String> known = new ArrayList<>(QUERIES);
        known.addAll(ALONE);
        known.addAll(PAIRS.keySet());
        return new MillraceException(
                ErrorCode.SYNTAX,
                "no statement begins with \"" + written.text() + "\"" + Spelling.hint(written.text(), known)
                        + "; statements begin with " + String.join(", ", known),
                written.range(),
                null);
    }
}
