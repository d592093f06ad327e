package io.millrace.shell;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.connector.ChangeBatch;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes rows as a table for reading, without waiting for the last of them: the width of a column is settled by its type
 * and by the rows of the first batch. A longer value that comes later is written in full and pushes its row aside.
 */
final class TablePrinter implements RowPrinter {
    private static final int SAMPLE_ROWS_MAX = 1000;
    private static final int TEXT_WIDTH_MAX = 60;
    private static final int NARROW_WIDTH_MIN = 8;

    private final Schema schema;
    private final boolean changes;
    private final ZoneId zone;
    private final PrintStream out;
    private final int lineWidthMax;
    private int[] widths;
    /** Columns whose texts are cut to their width. */
    private boolean[] narrowed;

    private boolean cut;
    private long rowCount;

    /** @param lineWidthMax as wide as a line may be where texts can be cut for it; 0 for any */
    TablePrinter(Schema schema, boolean changes, ZoneId zone, PrintStream out, int lineWidthMax) {
        this.lineWidthMax = lineWidthMax;
        this.schema = changes ? ChangeColumn.addTo(schema) : schema;
        this.changes = changes;
        this.zone = zone;
        this.out = out;
    }

    @Override
    public void print(ChangeBatch batch) {
        ColumnBatch rows = changes ? ChangeColumn.addTo(batch) : batch.rows();
        if (rows.rowCount() == 0) {
            return;
        }
        begin(rows);
        StringBuilder line = new StringBuilder();
        for (int row = 0; row < rows.rowCount(); row++) {
            line.setLength(0);
            for (int i = 0; i < widths.length; i++) {
                cell(line, i, text(rows.column(i), row, i), isRightAligned(schema.type(i)));
            }
            line(line);
        }
        rowCount += rows.rowCount();
        out.flush();
    }

    @Override
    public void end() {
        begin(ColumnBatch.empty(schema));
        String note = cut ? "; wide values are cut, --format csv shows them whole" : "";
        out.printf(Locale.ROOT, "(%,d %s%s)%n%n", rowCount, rowCount == 1 ? "row" : "rows", note);
        out.flush();
    }

    private void begin(ColumnBatch sample) {
        if (widths != null) {
            return;
        }
        widths = new int[schema.size()];
        narrowed = new boolean[widths.length];
        Arrays.setAll(widths, i -> width(i, sample));
        narrow();
        StringBuilder names = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            cell(names, i, escape(schema.field(i).name()), isRightAligned(schema.type(i)));
            rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
        }
        line(names);
        line(rule);
    }

    private int width(int index, ColumnBatch sample) {
        int width = Math.max(DisplayWidth.of(escape(schema.field(index).name())), typeWidth(schema.type(index)));
        Column column = sample.column(index);
        for (int row = 0; row < Math.min(sample.rowCount(), SAMPLE_ROWS_MAX); row++) {
            width = Math.max(width, Math.min(TEXT_WIDTH_MAX, DisplayWidth.of(text(column, row, index))));
        }
        return width;
    }

    /** Takes from the widest columns of texts until a line fits, or none can give any more. */
    private void narrow() {
        int excess = lineWidthMax == 0 ? 0 : Arrays.stream(widths).sum() + 3 * widths.length - 1 - lineWidthMax;
        for (; excess > 0; excess--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean gives = widths[i] > NARROW_WIDTH_MIN && isText(schema.type(i));
                if (gives && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            narrowed[widest] = true;
        }
    }

    private static boolean isText(DataType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR, BINARY, VARBINARY, ARRAY, MAP, ROW -> true;
            default -> false;
        };
    }

    /** What every value of the type needs, where that is known and small. */
    private static int typeWidth(DataType type) {
        int fraction = type.precision() > 0 ? 1 + type.precision() : 0;
        return switch (type.kind()) {
            case BOOLEAN -> "false".length();
            case DATE -> "2015-07-15".length();
            case TIME -> "00:00:00".length() + fraction;
            case TIMESTAMP, TIMESTAMP_LTZ -> "2015-07-15 00:00:00".length() + fraction;
            default -> 1;
        };
    }

    private String text(Column column, int row, int index) {
        DataType type = schema.type(index);
        return column.isNull(row) ? "NULL" : escape(ValueText.format(column.value(row, type), type, zone));
    }

    private void cell(StringBuilder line, int index, String whole, boolean right) {
        line.append(index == 0 ? " " : "| ");
        String text = whole;
        if (narrowed[index] && DisplayWidth.of(whole) > widths[index]) {
            text = DisplayWidth.cut(whole, widths[index] - 1) + "…";
            cut = true;
        }
        String padding = " ".repeat(Math.max(0, widths[index] - DisplayWidth.of(text)));
        if (right) {
            line.append(padding).append(text);
        } else {
            line.append(text).append(index == widths.length - 1 ? "" : padding);
        }
        line.append(index == widths.length - 1 ? "" : " ");
    }

    private void line(StringBuilder line) {
        out.append(line).append('\n');
    }

    private static boolean isRightAligned(DataType type) {
        return type.isNumeric();
    }

    /** A value that stays on its line and cannot steer the terminal. */
    private static String escape(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.chars().forEach(c -> {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        escaped.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        escaped.append((char) c);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
