package io.millrace.connectors.files;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns whose values are not in the files but in the names of their folders, {@code zone=north/day=2026-01-01/}, as Hive,
 * Spark and DuckDB have it.
 *
 * <p>A value is its text as CAST gives it; characters that file systems or other readers stumble over are {@code %} and two
 * hexadecimal digits. NULL is {@code __HIVE_DEFAULT_PARTITION__}.
 *
 * @param schema of the table
 * @param columns positions of the columns, from the outer folder to the inner; none where there are no folders
 * @param zone of TIMESTAMP_LTZ values
 */
record Partitioning(Schema schema, List<Integer> columns, ZoneId zone) {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final String ESCAPED = "\"#%'*/:=?\\{}[]^<>|\u007F";

    Partitioning {
        columns = List.copyOf(columns);
    }

    /** @throws MillraceException for names that are none of the table's, of types that have no short text, or of all columns */
    static Partitioning of(Schema schema, List<String> names, ZoneId zone) {
        List<Integer> columns = new ArrayList<>();
        for (String name : names) {
            int column = position(schema, name);
            DataType type = schema.type(column);
            if (!isKey(type)) {
                throw refused(
                        "column \"" + schema.field(column).name() + "\" is " + type
                                + ", of which folders cannot be named; VARCHAR, integers, DECIMAL, BOOLEAN, DATE and TIMESTAMP can");
            }
            if (columns.contains(column)) {
                throw refused("column \"" + schema.field(column).name() + "\" is there twice");
            }
            columns.add(column);
        }
        if (columns.size() == schema.size()) {
            throw refused("all columns would be in the names of folders, and none is left for the files");
        }
        return new Partitioning(schema, columns, zone);
    }

    private static int position(Schema schema, String name) {
        return IntStream.range(0, schema.size())
                .filter(i -> schema.field(i).name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> refused("there is no column \"" + name + "\"" + Spelling.hint(name, schema.names())
                        + "; columns: " + String.join(", ", schema.names())));
    }

    private static MillraceException refused(String reason) {
        return new MillraceException(ErrorCode.INVALID_OPTION, "option \"partition-by\": " + reason);
    }

    private static boolean isKey(DataType type) {
        return switch (type.kind()) {
            case VARCHAR, CHAR, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DATE, TIMESTAMP, TIMESTAMP_LTZ ->
                true;
            default -> false;
        };
    }

    boolean isNone() {
        return columns.isEmpty();
    }

    /** Positions of the columns that are in the files. */
    List<Integer> inFiles() {
        return IntStream.range(0, schema.size())
                .filter(column -> !columns.contains(column))
                .boxed()
                .toList();
    }

    /** The folder of a row, with a slash behind; empty where there are no folders. */
    String folder(ColumnBatch rows, int row) {
        StringBuilder folder = new StringBuilder();
        for (int column : columns) {
            Field field = schema.field(column);
            String text = ValueText.format(rows.column(column).value(row, field.type()), field.type(), zone);
            folder.append(escaped(field.name()))
                    .append('=')
                    .append(text == null ? NULL : text.equals(NULL) ? "%5F" + NULL.substring(1) : escaped(text))
                    .append('/');
        }
        return folder.toString();
    }

    /** Whether the name is that of a folder at a depth, 0 for the outer ones. */
    boolean isFolder(String name, int depth) {
        int equals = name.indexOf('=');
        return depth < columns.size()
                && equals > 0
                && unescaped(name.substring(0, equals))
                        .equalsIgnoreCase(schema.field(columns.get(depth)).name());
    }

    /** What a file's rows hold in a column, by the file's name below the table's folder. */
    Object value(String file, int column) {
        String folder = file.split("/")[columns.indexOf(column)];
        String text = folder.substring(folder.indexOf('=') + 1);
        DataType type = schema.type(column);
        try {
            if (text.equals(NULL) && !schema.field(column).nullable()) {
                throw new IllegalArgumentException("the column is NOT NULL");
            }
            return text.equals(NULL) ? null : ValueText.parse(unescaped(text), type, zone);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.BAD_ROW,
                    "folder \"" + folder + "\" of file \"" + file + "\" should hold a " + type + " for column \""
                            + schema.field(column).name() + "\": " + e.getMessage(),
                    e);
        }
    }

    /** The names as an option has them. */
    static List<String> names(String option) {
        List<String> names = new ArrayList<>();
        for (String name : option.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || ESCAPED.indexOf(c) >= 0) {
                escaped.append("%%%02X".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            plain.write(low < 0 ? bytes[i] : 16 * high + low);
            i += low < 0 ? 0 : 2;
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
