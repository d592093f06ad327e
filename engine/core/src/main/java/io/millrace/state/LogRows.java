package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes chunks of the logs of many keys. The rows of one key come in the order of its log; those of different keys, whose
 * order says nothing, share chunks. A chunk holds no row twice: rows of a key that were written at different times stand in
 * different ones.
 *
 * <pre>
 *   key A: groups+1 values+1 | groups+2         groups: +1 +3      values: +1 +3     groups: +2
 *   key B: groups+3 values+3
 * </pre>
 */
final class LogRows {
    private static final int ROWS_PER_CHUNK = 16_384;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int CHUNKS_MAX = 64;

    private final String operator;
    private final LogForms forms;
    private final Consumer<StateChunk> to;
    private final List<Part> parts = new ArrayList<>();
    private final StateRowCodec.Input in = new StateRowCodec.Input();
    private long segment;
    private long pending;
    private long pendingBytes;
    private long rows;

    private record Part(int number, LogForms.Form form, ColumnBuilder[] columns) {}

    LogRows(String operator, LogForms forms, Consumer<StateChunk> to) {
        this.operator = operator;
        this.forms = forms;
        this.to = to;
    }

    /** Rows of this segment come from now on. */
    void segment(long number) {
        flush();
        segment = number;
    }

    /** Takes the rows of a key's log that begin at a place. */
    void add(byte[] log, int from) {
        in.over(log, from);
        int at = 0;
        boolean placed = false;
        while (in.hasMore()) {
            int number = in.nextByte() - 1;
            if (number == KeyedLog.NEXT - 1) {
                at += placed ? 1 : 0;
                placed = false;
                continue;
            }
            placed = true;
            while (at < parts.size() && parts.get(at).number() != number) {
                at++;
            }
            if (at == parts.size()) {
                parts.add(part(number));
            }
            Part part = parts.get(at);
            StateRowCodec.decode(in, part.columns(), part.form().storages());
            pending++;
        }
        pendingBytes += log.length - from;
        if (pending >= ROWS_PER_CHUNK || pendingBytes >= CHUNK_BYTES || parts.size() > CHUNKS_MAX) {
            flush();
        }
    }

    private Part part(int number) {
        LogForms.Form form = forms.form(number);
        return new Part(
                number,
                form,
                form.schema().fields().stream()
                        .map(Field::type)
                        .map(type -> ColumnBuilder.of(type, 0))
                        .toArray(ColumnBuilder[]::new));
    }

    void flush() {
        for (Part part : parts) {
            int count = part.columns()[0].size();
            Column[] columns = new Column[part.columns().length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = part.columns()[i].build();
            }
            ColumnBatch batch = ColumnBatch.of(part.form().schema(), count, columns);
            to.accept(new StateChunk(operator, part.form().table(), part.form().kind(), segment, batch));
        }
        rows += pending;
        pending = 0;
        pendingBytes = 0;
        parts.clear();
    }

    /** How many rows there were. */
    long rows() {
        return rows;
    }
}
