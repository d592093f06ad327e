package io.millrace.connector.builtin;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ValueText;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import java.time.ZoneId;
import java.util.Optional;
import java.util.StringJoiner;

/** Prints the rows of a micro-batch when it commits. */
final class ConsoleSink implements Sink {
    private final Console console;
    private final ZoneId zone;
    private final StringBuilder staged = new StringBuilder();

    ConsoleSink(Console console, ZoneId zone) {
        this.console = console;
        this.zone = zone;
    }

    @Override
    public boolean remembersCommits() {
        return false;
    }

    @Override
    public Optional<Committed> open(Session session) {
        return Optional.empty();
    }

    @Override
    public void write(ChangeBatch batch) {
        ColumnBatch rows = batch.rows();
        for (int row = 0; row < rows.rowCount(); row++) {
            StringJoiner line = new StringJoiner(", ", batch.kind(row).text() + "[", "]\n");
            for (int i = 0; i < rows.schema().size(); i++) {
                Object value = rows.column(i).value(row, rows.schema().type(i));
                line.add(
                        value == null
                                ? "NULL"
                                : ValueText.format(value, rows.schema().type(i), zone));
            }
            staged.append(line);
        }
    }

    @Override
    public String prepare(long batchId) {
        return "";
    }

    @Override
    public boolean commit(long batchId, String stateId, String stagedText) {
        if (staged.length() > 0) {
            console.print(staged.toString());
            staged.setLength(0);
        }
        return true;
    }

    @Override
    public void abort(long batchId) {
        staged.setLength(0);
    }

    @Override
    public void close() {}
}
