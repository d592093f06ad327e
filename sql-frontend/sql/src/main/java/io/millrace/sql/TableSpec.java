package io.millrace.sql;

import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.CreateTable;
import io.millrace.sql.parse.SqlQuotes;
import io.millrace.sql.parse.SqlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table of no name of its own, as readers and writers describe it by format, options and columns. It is made as a CREATE
 * TABLE makes it. Names of Spark's for formats and options are understood.
 */
final class TableSpec {
    private static final Map<String, String> FILE_FORMATS =
            Map.of("csv", "csv", "json", "json", "parquet", "parquet", "text", "raw", "raw", "raw");

    private static final Map<String, String> CONNECTORS = Map.of("console", "print", "noop", "blackhole");

    private static final Map<String, String> OPTIONS = Map.of(
            "sep", "delimiter",
            "maxfilespertrigger", "max-files-per-batch",
            "nullvalue", "null-text",
            "rowspersecond", "rows-per-second");

    /** Of a socket: whether lines have the time at which they came. */
    private static final String INCLUDE_TIMESTAMP = "includeTimestamp";

    private static final Pattern SPARK_TYPE =
            Pattern.compile("(?i)((?:^|,)\\s*(?:\"[^\"]*\"|`[^`]*`|\\w+))\\s*:?\\s+(string|long|short|byte|bool)\\b");

    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String format;
    private String columns = "";
    private String name;

    void format(String newFormat) {
        format = Objects.requireNonNull(newFormat);
    }

    void formatIfNone(String other) {
        format = format == null ? other : format;
    }

    void option(String key, String value) {
        String plain = key.strip();
        options.put(OPTIONS.getOrDefault(plain.toLowerCase(Locale.ROOT), plain), Objects.requireNonNull(value, key));
    }

    /** Names of columns that a frame must have. */
    void partitionBy(Schema schema, List<String> names) {
        for (String column : names) {
            if (schema.names().stream().noneMatch(column::equalsIgnoreCase)) {
                throw new MillraceException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "partitionBy: there is no column \"" + column + "\"" + Spelling.hint(column, schema.names())
                                + "; columns: " + String.join(", ", schema.names()));
            }
        }
        options.put("partition-by", String.join(",", names));
    }

    void name(String newName) {
        name = newName;
    }

    void columns(String ddl) {
        columns = SPARK_TYPE.matcher(ddl).replaceAll(match -> match.group(1) + " " + SparkTypes.toSql(match.group(2)));
    }

    void columns(Schema schema) {
        columns = schema.fields().stream()
                .map(field -> SqlQuotes.identifier(field.name()) + " " + field.typeText())
                .collect(Collectors.joining(", "));
    }

    /** What WITH says. */
    private Map<String, String> with() {
        if (format == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_OPTION, "no format is given; call format(\"csv\"), or another, first");
        }
        String plain = format.strip().toLowerCase(Locale.ROOT);
        Map<String, String> with = new LinkedHashMap<>();
        String fileFormat = FILE_FORMATS.get(plain);
        with.put("connector", fileFormat == null ? CONNECTORS.getOrDefault(plain, plain) : "files");
        if (fileFormat != null) {
            with.put("format", fileFormat);
        }
        options.forEach(with::put);
        if (columns.isBlank() && isTyped(with)) {
            with.keySet().removeIf(INCLUDE_TIMESTAMP::equalsIgnoreCase);
        }
        return with;
    }

    /** The columns that Spark's lines have, where others are not declared. */
    private String columns() {
        Map<String, String> with = with();
        boolean typed = isTyped(with);
        if (!columns.isBlank() || !typed && !"raw".equals(with.get("format"))) {
            return columns;
        }
        return typed && Boolean.parseBoolean(options.get(INCLUDE_TIMESTAMP))
                ? "value VARCHAR, \"timestamp\" AS PROCTIME()"
                : "value VARCHAR";
    }

    /** Whether the table is lines that come from a socket. */
    private boolean isTyped(Map<String, String> with) {
        return with.get("connector").equals("socket") && !options.containsKey("format");
    }

    /** The table; the same object for the same description, so that a frame read twice is one table. */
    CatalogTable table(SessionState state, Map<String, CatalogTable> known) {
        Map<String, String> with = with();
        String definition = "(" + columns() + ") WITH " + with;
        String ownName = name != null
                ? name
                : with.getOrDefault("format", with.get("connector")) + "$" + Integer.toHexString(definition.hashCode());
        return known.computeIfAbsent(ownName + definition, key -> build(state, ownName));
    }

    private CatalogTable build(SessionState state, String ownName) {
        CreateTable create = (CreateTable) SqlText.parse(ddl(ownName)).node();
        try {
            return new TableBuilder(state, create).build();
        } catch (MillraceException e) {
            String message = e.code() == ErrorCode.INVALID_QUERY && columns().isBlank()
                    ? "format \"" + format + "\" does not say what columns there are; give them first, as in"
                            + " schema(\"id BIGINT, name VARCHAR\")"
                    : e.getMessage();
            throw new MillraceException(e.code(), message, e);
        }
    }

    /** The statement that makes the table under a name. */
    String ddl(String ownName) {
        String list = with().entrySet().stream()
                .map(entry -> SqlQuotes.literal(entry.getKey()) + " = " + SqlQuotes.literal(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "CREATE TABLE " + SqlQuotes.identifier(ownName) + (columns().isBlank() ? "" : "\n(" + columns() + ")")
                + "\nWITH (" + list + ")";
    }

    /** The columns that a text declares as in CREATE TABLE. */
    static Schema schema(String columns, SessionState state) {
        TableSpec spec = new TableSpec();
        spec.columns(columns);
        spec.format("memory");
        return spec.build(state, "columns").schema();
    }

    /** Tables by their descriptions. */
    static Map<String, CatalogTable> newTables() {
        return new ConcurrentHashMap<>();
    }
}
