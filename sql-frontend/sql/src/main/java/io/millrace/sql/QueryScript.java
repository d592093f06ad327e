package io.millrace.sql;

import io.millrace.columnar.ValueText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A test of a query in SQL: what it gives after each batch of rows. What {@code millrace test} runs.
 *
 * <pre>
 * === counts by auction ===
 * modes: update
 * setup: CREATE TABLE bid (auction BIGINT) WITH ('connector' = 'memory')
 * SELECT auction, COUNT(*) FROM bid GROUP BY auction
 * -- batch
 * INSERT INTO bid VALUES (1), (2), (1)
 * -- gives
 * 1 | 2
 * 2 | 1
 * </pre>
 *
 * <p>Any number of {@code setup:} lines, then the query, then batches: statements with semicolons between, whose INSERTs take
 * effect together, and the rows that come out of the query, in any order.
 */
public final class QueryScript {
    private static final String BATCH = "-- batch";
    private static final String GIVES = "-- gives";

    private final String name;
    private final List<String> setup = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private String mode;
    private String query = "";

    /** What is done, and what the query gives then. */
    private record Batch(String statements, List<String> rows) {}

    private QueryScript(String name) {
        this.name = name;
    }

    /** All scripts of a file, in order. */
    public static List<QueryScript> parse(String text) {
        List<QueryScript> scripts = new ArrayList<>();
        ScriptSections.of(text).forEach((name, section) -> {
            QueryScript script = new QueryScript(name);
            script.read(section);
            scripts.add(script);
        });
        if (scripts.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.SYNTAX, "there is no script in the file: one begins with === name ===");
        }
        return scripts;
    }

    public String name() {
        return name;
    }

    private void read(String section) {
        StringBuilder part = new StringBuilder();
        String statements = null;
        List<String> rows = null;
        for (String line : section.lines().toList()) {
            if (line.strip().equals(BATCH)) {
                end(part, statements, rows);
                statements = null;
                rows = null;
                part.setLength(0);
            } else if (line.strip().equals(GIVES)) {
                statements = part.toString();
                rows = new ArrayList<>();
            } else if (rows != null) {
                rows.add(line.strip());
            } else if (line.startsWith("setup:")) {
                setup.add(line.substring("setup:".length()).strip());
            } else if (line.startsWith("modes:")) {
                mode = line.substring("modes:".length()).strip();
            } else {
                part.append(line).append('\n');
            }
        }
        end(part, statements, rows);
        if (query.isBlank() || batches.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.SYNTAX,
                    "script \"" + name + "\" needs a query, and at least one batch and what it gives");
        }
    }

    private void end(StringBuilder part, String statements, List<String> rows) {
        if (query.isBlank()) {
            query = part.toString().strip();
        } else if (rows == null) {
            throw new MillraceException(
                    ErrorCode.SYNTAX,
                    "a batch of script \"" + name + "\" does not say what it gives: add a line " + GIVES);
        } else {
            rows.removeIf(String::isEmpty);
            batches.add(new Batch(statements, rows));
        }
    }

    /**
     * Runs the script in a session of its own.
     *
     * @return what is not as the script says; empty when all is
     * @throws MillraceException for a statement that fails
     */
    public List<String> run() {
        try (Session session = Session.builder().set("time-zone", "UTC").build()) {
            setup.forEach(session::execute);
            List<String> given = new ArrayList<>();
            DataFrame frame = new DataFrame(session, session.sql(query).query(), true);
            DataStreamWriter writer = frame.writeStream().queryName("script").foreachBatch((batch, id) -> {
                for (Row row : batch.collect()) {
                    given.add(text(row, session));
                }
            });
            StreamingQuery running = (mode == null ? writer : writer.outputMode(mode)).start();
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < batches.size(); i++) {
                execute(session, batches.get(i).statements());
                running.processAllAvailable();
                compare(i + 1, batches.get(i).rows(), given, wrong);
                given.clear();
            }
            return wrong;
        }
    }

    private static void execute(Session session, String statements) {
        List<SqlStatement> all = session.parse(statements);
        boolean inserts = all.stream()
                .allMatch(statement -> statement.text().regionMatches(true, 0, "INSERT", 0, "INSERT".length()));
        if (inserts) {
            session.execute("BEGIN");
        }
        all.forEach(session::execute);
        if (inserts) {
            session.execute("COMMIT");
        }
    }

    private static String text(Row row, Session session) {
        StringJoiner text = new StringJoiner(" | ");
        for (int i = 0; i < row.size(); i++) {
            Object value = JavaValues.toColumn(row.get(i), row.schema().type(i));
            text.add(
                    value == null
                            ? "NULL"
                            : ValueText.format(value, row.schema().type(i), session.zone()));
        }
        return text.toString();
    }

    private static void compare(int batch, List<String> expected, List<String> found, List<String> wrong) {
        if (!expected.stream().sorted().toList().equals(found.stream().sorted().toList())) {
            wrong.add("batch " + batch + " was to give\n" + lines(expected) + "but gave\n" + lines(found));
        }
    }

    private static String lines(List<String> rows) {
        StringJoiner lines = new StringJoiner("\n    ", "    ", "\n").setEmptyValue("    (nothing)\n");
        rows.stream().sorted().forEach(lines::add);
        return lines.toString();
    }
}
