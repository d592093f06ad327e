package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.error.MillraceException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a script in a session of its own and writes down what each statement gives, mistakes included. */
final class ScriptRun {
    private ScriptRun() {}

    static String run(String script) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
        List<String> text = new ArrayList<>();
        try (Session session = Session.builder()
                .clock(clock)
                .set("time-zone", "UTC")
                .set("parallelism", "2")
                .set("memory-limit", "256 MB")
                .build()) {
            for (SqlStatement statement : session.parse(script)) {
                text.add(one(session, statement));
            }
        } catch (MillraceException e) {
            text.add(error(e));
        }
        return String.join("\n", text);
    }

    private static String one(Session session, SqlStatement statement) {
        try {
            StatementResult result = session.execute(statement);
            if (result instanceof StatementResult.Message message) {
                return message.text();
            }
            if (result instanceof StatementResult.Started started) {
                if (started.endsByItself()) {
                    started.query().awaitTermination();
                }
                return "started " + started.query().name() + (started.endsByItself() ? ", has ended" : "");
            }
            return rows((StatementResult.Rows) result);
        } catch (MillraceException e) {
            return error(e);
        }
    }

    private static String rows(StatementResult.Rows rows) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(" | ", rows.schema().names()));
        try (RowCursor cursor = rows.cursor()) {
            for (Optional<ChangeBatch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                lines(rows.schema(), rows.mode(), batch.get(), lines);
            }
        }
        return String.join("\n", lines);
    }

    private static void lines(Schema schema, OutputMode mode, ChangeBatch batch, List<String> into) {
        ColumnBatch rows = batch.rows();
        boolean kinds = mode == OutputMode.UPDATE || mode == OutputMode.CHANGELOG;
        for (int row = 0; row < rows.rowCount(); row++) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                Object value = rows.column(i).value(row, schema.type(i));
                values.add(value == null ? "NULL" : ValueText.format(value, schema.type(i), ZoneId.of("UTC")));
            }
            into.add((kinds ? batch.kind(row).text() + " " : "") + String.join(" | ", values));
        }
    }

    private static String error(MillraceException e) {
        return "! " + e.code() + e.position().map(place -> " at " + place).orElse("") + ": " + e.getMessage();
    }
}
