package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.sql.NamedFunction;
import io.millrace.sql.NamedTable;
import io.millrace.sql.Session;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What tools read of a database: its tables, views, columns, types and functions. There are no catalogs and no schemas:
 * names of tables stand alone.
 */
final class MillraceDatabaseMetaData extends AbsentMetadata {
    private static final Set<String> NUMERIC = Set.of(
            "ABS",
            "ACOS",
            "ASIN",
            "ATAN",
            "ATAN2",
            "CEIL",
            "CEILING",
            "COS",
            "COT",
            "DEGREES",
            "EXP",
            "FLOOR",
            "LOG",
            "LOG10",
            "LN",
            "MOD",
            "PI",
            "POWER",
            "RADIANS",
            "RAND",
            "RAND_INTEGER",
            "ROUND",
            "SIGN",
            "SIN",
            "SQRT",
            "TAN",
            "TRUNCATE",
            "CBRT");
    private static final Set<String> TEXT = Set.of(
            "ASCII",
            "CHAR",
            "CHAR_LENGTH",
            "CHARACTER_LENGTH",
            "CONCAT",
            "DIFFERENCE",
            "INITCAP",
            "INSERT",
            "LCASE",
            "LEFT",
            "LENGTH",
            "LOCATE",
            "LOWER",
            "LTRIM",
            "OCTET_LENGTH",
            "OVERLAY",
            "POSITION",
            "REPEAT",
            "REPLACE",
            "REVERSE",
            "RIGHT",
            "RTRIM",
            "SOUNDEX",
            "SPACE",
            "SPLIT",
            "SUBSTR",
            "SUBSTRING",
            "TRANSLATE",
            "TRIM",
            "UCASE",
            "UPPER",
            "MD5",
            "CHR",
            "STARTS_WITH",
            "ENDS_WITH");
    private static final Set<String> TIME = Set.of(
            "CURRENT_DATE",
            "CURRENT_TIME",
            "CURRENT_TIMESTAMP",
            "CURDATE",
            "CURTIME",
            "DAYNAME",
            "DAYOFMONTH",
            "DAYOFWEEK",
            "DAYOFYEAR",
            "EXTRACT",
            "HOUR",
            "LOCALTIME",
            "LOCALTIMESTAMP",
            "MINUTE",
            "MONTH",
            "MONTHNAME",
            "NOW",
            "QUARTER",
            "SECOND",
            "TIMESTAMPADD",
            "TIMESTAMPDIFF",
            "WEEK",
            "YEAR",
            "DATE_TRUNC",
            "DATE_PART",
            "TO_CHAR",
            "TO_DATE",
            "TO_TIMESTAMP",
            "TUMBLE",
            "HOP",
            "SESSION",
            "CUMULATE",
            "PROCTIME");
    private static final Set<String> SYSTEM =
            Set.of("COALESCE", "IFNULL", "NULLIF", "NVL", "DECODE", "GREATEST", "LEAST");

    private final MillraceConnection connection;

    MillraceDatabaseMetaData(MillraceConnection connection) {
        this.connection = connection;
    }

    private Session session() throws SQLException {
        connection.requireOpen();
        return connection.session();
    }

    // ---- the connection

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getURL() {
        return connection.url().withoutProperties();
    }

    @Override
    public String getUserName() {
        return connection.url().properties().getOrDefault(ConnectionProperty.USER, "");
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    // ---- words and functions

    @Override
    public String getSQLKeywords() {
        return String.join(",", Session.reservedWords());
    }

    @Override
    public String getNumericFunctions() throws SQLException {
        return known(NUMERIC);
    }

    @Override
    public String getStringFunctions() throws SQLException {
        return known(TEXT);
    }

    @Override
    public String getTimeDateFunctions() throws SQLException {
        return known(TIME);
    }

    @Override
    public String getSystemFunctions() throws SQLException {
        return known(SYSTEM);
    }

    private String known(Set<String> names) throws SQLException {
        Set<String> there =
                session().functions().stream().map(NamedFunction::name).collect(Collectors.toSet());
        TreeSet<String> known = new TreeSet<>(names);
        known.retainAll(there);
        return String.join(",", known);
    }

    @Override
    public ResultSet getFunctions(String catalog, String schema, String name) throws SQLException {
        MetadataRows rows = new MetadataRows(
                "FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "REMARKS", "FUNCTION_TYPE:short", "SPECIFIC_NAME");
        if (nowhere(catalog, schema)) {
            return rows.open();
        }
        NamePattern pattern = new NamePattern(name);
        for (NamedFunction function : session().functions()) {
            if (pattern.matches(function.name())) {
                String kind = function.aggregate() ? "aggregate: " + function.description() : function.description();
                rows.add(null, null, function.name(), kind, functionNoTable, function.name());
            }
        }
        return rows.open();
    }

    // ---- tables

    private static boolean nowhere(String catalog, String schema) {
        return !NamePattern.matchesNone(catalog) || !NamePattern.matchesNone(schema);
    }

    private List<NamedTable> tables(String catalog, String schema, String name) throws SQLException {
        if (nowhere(catalog, schema)) {
            return List.of();
        }
        NamePattern pattern = new NamePattern(name);
        return session().tables().stream()
                .filter(table -> pattern.matches(table.name()))
                .toList();
    }

    /** Ordered by type, then name, as JDBC has it. */
    @Override
    public ResultSet getTables(String catalog, String schema, String name, String[] types) throws SQLException {
        MetadataRows rows = new MetadataRows(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "TABLE_TYPE",
                "REMARKS",
                "TYPE_CAT",
                "TYPE_SCHEM",
                "TYPE_NAME",
                "SELF_REFERENCING_COL_NAME",
                "REF_GENERATION");
        List<NamedTable> found = tables(catalog, schema, name);
        for (boolean view : new boolean[] {false, true}) {
            String type = view ? "VIEW" : "TABLE";
            if (types != null && Arrays.stream(types).noneMatch(type::equalsIgnoreCase)) {
                continue;
            }
            for (NamedTable table : found) {
                if (table.view() == view) {
                    rows.add(null, null, table.name(), type, table.description(), null, null, null, null, null);
                }
            }
        }
        return rows.open();
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        connection.requireOpen();
        return new MetadataRows("TABLE_TYPE").add("TABLE").add("VIEW").open();
    }

    @Override
    public ResultSet getColumns(String catalog, String schema, String table, String column) throws SQLException {
        MetadataRows rows = new MetadataRows(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "DATA_TYPE:int",
                "TYPE_NAME",
                "COLUMN_SIZE:int",
                "BUFFER_LENGTH:int",
                "DECIMAL_DIGITS:int",
                "NUM_PREC_RADIX:int",
                "NULLABLE:int",
                "REMARKS",
                "COLUMN_DEF",
                "SQL_DATA_TYPE:int",
                "SQL_DATETIME_SUB:int",
                "CHAR_OCTET_LENGTH:int",
                "ORDINAL_POSITION:int",
                "IS_NULLABLE",
                "SCOPE_CATALOG",
                "SCOPE_SCHEMA",
                "SCOPE_TABLE",
                "SOURCE_DATA_TYPE:short",
                "IS_AUTOINCREMENT",
                "IS_GENERATEDCOLUMN");
        NamePattern pattern = new NamePattern(column);
        for (NamedTable found : tables(catalog, schema, table)) {
            for (int i = 0; i < found.columns().size(); i++) {
                if (pattern.matches(found.columns().field(i).name())) {
                    addColumn(rows, found, i);
                }
            }
        }
        return rows.open();
    }

    private static void addColumn(MetadataRows rows, NamedTable table, int position) {
        Field field = table.columns().field(position);
        DataType type = field.type();
        boolean counted = type.isNumeric() || SqlTypes.scale(type) > 0;
        rows.add(
                null,
                null,
                table.name(),
                field.name(),
                SqlTypes.code(type),
                SqlTypes.name(type),
                SqlTypes.precision(type),
                null,
                counted ? (Object) SqlTypes.scale(type) : null,
                type.isNumeric() ? (Object) 10 : null,
                field.nullable() ? columnNullable : columnNoNulls,
                null,
                null,
                null,
                null,
                type.isString() ? (Object) SqlTypes.precision(type) : null,
                position + 1,
                field.nullable() ? "YES" : "NO",
                null,
                null,
                null,
                null,
                "NO",
                "NO");
    }

    // ---- types

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        connection.requireOpen();
        MetadataRows rows = new MetadataRows(
                "TYPE_NAME",
                "DATA_TYPE:int",
                "PRECISION:int",
                "LITERAL_PREFIX",
                "LITERAL_SUFFIX",
                "CREATE_PARAMS",
                "NULLABLE:short",
                "CASE_SENSITIVE:bool",
                "SEARCHABLE:short",
                "UNSIGNED_ATTRIBUTE:bool",
                "FIXED_PREC_SCALE:bool",
                "AUTO_INCREMENT:bool",
                "LOCAL_TYPE_NAME",
                "MINIMUM_SCALE:short",
                "MAXIMUM_SCALE:short",
                "SQL_DATA_TYPE:int",
                "SQL_DATETIME_SUB:int",
                "NUM_PREC_RADIX:int");
        TypeRows.all().forEach(type -> type.addTo(rows));
        return rows.open();
    }

    /** A type of {@link Types}, as a row. */
    private record TypeRows(DataType type, String prefix, String suffix, String parameters) {
        static List<TypeRows> all() {
            return List.of(
                            new TypeRows(DataType.BOOLEAN, null, null, null),
                            new TypeRows(DataType.TINYINT, null, null, null),
                            new TypeRows(DataType.SMALLINT, null, null, null),
                            new TypeRows(DataType.INTEGER, null, null, null),
                            new TypeRows(DataType.BIGINT, null, null, null),
                            new TypeRows(DataType.REAL, null, null, null),
                            new TypeRows(DataType.DOUBLE, null, null, null),
                            new TypeRows(DataType.decimal(38, 38), null, null, "precision,scale"),
                            new TypeRows(DataType.of(DataType.Kind.CHAR, 65536), "'", "'", "length"),
                            new TypeRows(DataType.VARCHAR, "'", "'", "length"),
                            new TypeRows(DataType.of(DataType.Kind.BINARY, 65536), "X'", "'", "length"),
                            new TypeRows(DataType.VARBINARY, "X'", "'", "length"),
                            new TypeRows(DataType.DATE, "DATE '", "'", null),
                            new TypeRows(DataType.time(6), "TIME '", "'", "precision"),
                            new TypeRows(DataType.TIMESTAMP, "TIMESTAMP '", "'", "precision"),
                            new TypeRows(DataType.timestampLtz(6), null, null, "precision"))
                    .stream()
                    .sorted(java.util.Comparator.comparingInt(row -> SqlTypes.code(row.type)))
                    .toList();
        }

        void addTo(MetadataRows rows) {
            rows.add(
                    type.kind().name().toUpperCase(Locale.ROOT),
                    SqlTypes.code(type),
                    SqlTypes.precision(type),
                    prefix,
                    suffix,
                    parameters,
                    typeNullable,
                    type.isString(),
                    type.isString() ? typeSearchable : typePredBasic,
                    !type.isNumeric(),
                    false,
                    false,
                    null,
                    0,
                    SqlTypes.scale(type),
                    null,
                    null,
                    type.isNumeric() ? (Object) 10 : null);
        }
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        connection.requireOpen();
        return new MetadataRows("NAME", "MAX_LEN:int", "DEFAULT_VALUE", "DESCRIPTION").open();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
