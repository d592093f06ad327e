package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What show and printSchema write: Spark's tables and trees. */
final class FrameText {
    private static final int TEXT_LENGTH_MAX = 20;

    /** What is cut where it is long: of a time, as Spark would have it, just the part that differs would be gone. */
    private static final Set<DataType.Kind> MAY_BE_LONG = EnumSet.of(
            DataType.Kind.CHAR,
            DataType.Kind.VARCHAR,
            DataType.Kind.BINARY,
            DataType.Kind.VARBINARY,
            DataType.Kind.ARRAY,
            DataType.Kind.MAP,
            DataType.Kind.ROW);

    private FrameText() {}

    static String schema(Schema schema) {
        StringBuilder text = new StringBuilder("root\n");
        fields(schema.fields(), " |-- ", text);
        return text.append('\n').toString();
    }

    private static void fields(List<Field> fields, String indent, StringBuilder text) {
        for (Field field : fields) {
            DataType type = field.type();
            text.append(indent).append(field.name()).append(": ");
            text.append(type.kind() == DataType.Kind.ROW ? "ROW" : type.toString());
            text.append(" (nullable = ").append(field.nullable()).append(")\n");
            if (type.kind() == DataType.Kind.ROW) {
                fields(type.children(), " |   " + indent, text);
            }
        }
    }

    /** @param rows one more than are shown where there are more */
    static String table(Schema schema, List<Row> rows, int shown, boolean truncate, ZoneId zone) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(schema.names());
        rows.stream().limit(shown).forEach(row -> lines.add(cells(schema, row, truncate, zone)));
        int[] widths = new int[schema.size()];
        Arrays.fill(widths, 3);
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        border(widths, text);
        line(lines.get(0), widths, text);
        border(widths, text);
        lines.stream().skip(1).forEach(line -> line(line, widths, text));
        border(widths, text);
        if (rows.size() > shown) {
            text.append("only showing top ").append(shown).append(shown == 1 ? " row\n" : " rows\n");
        }
        return text.append('\n').toString();
    }

    private static List<String> cells(Schema schema, Row row, boolean truncate, ZoneId zone) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            DataType type = schema.type(i);
            String text = ValueText.format(JavaValues.toColumn(row.get(i), type), type, zone);
            String cell = text == null ? "NULL" : text.replace("\n", "\\n");
            boolean cut = truncate && cell.length() > TEXT_LENGTH_MAX && MAY_BE_LONG.contains(type.kind());
            cells.add(cut ? cell.substring(0, TEXT_LENGTH_MAX - 3) + "..." : cell);
        }
        return cells;
    }

    private static void border(int[] widths, StringBuilder text) {
        for (int width : widths) {
            text.append('+').append("-".repeat(width));
        }
        text.append("+\n");
    }

    private static void line(List<String> cells, int[] widths, StringBuilder text) {
        for (int i = 0; i < widths.length; i++) {
            text.append('|')
                    .append(" ".repeat(widths[i] - cells.get(i).length()))
                    .append(cells.get(i));
        }
        text.append("|\n");
    }
}
