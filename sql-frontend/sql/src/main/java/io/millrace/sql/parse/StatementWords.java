package io.millrace.sql.parse;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The words that statements begin with. Checked before the grammar, whose own list would be some hundred tokens long. */
final class StatementWords {
    private static final List<String> QUERIES = List.of("SELECT", "WITH", "VALUES", "TABLE", "INSERT", "EXPLAIN");
    private static final List<String> ALONE = List.of("SET", "RESET", "DESCRIBE", "BEGIN", "COMMIT", "ROLLBACK");
    private static final List<String> NOT_SUPPORTED =
            List.of("DELETE", "UPDATE", "MERGE", "UPSERT", "ALTER", "CALL", "TRUNCATE");
    private static final Map<String, List<String>> PAIRS = new TreeMap<>(Map.of(
            "CREATE", List.of("TABLE", "VIEW", "OR"),
            "DROP", List.of("TABLE", "VIEW"),
            "SHOW", List.of("TABLES", "VIEWS", "QUERIES", "CONNECTORS", "FUNCTIONS", "SETTINGS", "CREATE"),
            "STOP", List.of("QUERY"),
            "WAIT", List.of("QUERY"),
            "END", List.of("INPUT")));

    private StatementWords() {}

    /** Refuses a statement of a kind that there is not. */
    static void check(StatementText statement) {
        if (statement.words().isEmpty()) {
            return;
        }
        String first = statement.words().get(0);
        if (NOT_SUPPORTED.contains(first)) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED, "there is no " + first + " in Millrace", statement.range(), null);
        }
        List<String> seconds = PAIRS.get(first);
        if (seconds != null) {
            checkSecond(statement, first, seconds);
        } else if (!QUERIES.contains(first) && !ALONE.contains(first)) {
            throw unknownFirst(statement, first);
        }
    }

    private static void checkSecond(StatementText statement, String first, List<String> expected) {
        String second = statement.words().size() > 1 ? statement.words().get(1) : "";
        if (!expected.contains(second)) {
            String found = second.isEmpty() ? "" : ", found \"" + second + "\"" + Spelling.hint(second, expected);
            throw new MillraceException(
                    ErrorCode.SYNTAX,
                    "after " + first + " expected " + String.join(", ", expected) + found,
                    statement.range(),
                    null);
        }
    }

    private static MillraceException unknownFirst(StatementText statement, String first) {
        List<String> known = new ArrayList<>(QUERIES);
        known.addAll(ALONE);
        known.addAll(PAIRS.keySet());
        return new MillraceException(
                ErrorCode.SYNTAX,
                "no statement begins with \"" + first + "\"" + Spelling.hint(first, known) + "; statements begin with "
                        + String.join(", ", known),
                statement.range(),
                null);
    }
}
