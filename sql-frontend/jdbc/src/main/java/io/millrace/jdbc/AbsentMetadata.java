package io.millrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Questions about what there is not, keys, indexes, procedures, privileges: each answered by no rows of the right columns. */
abstract class AbsentMetadata extends DatabaseFacts {
    private static final String[] FOREIGN_KEYS = {
        "PKTABLE_CAT",
        "PKTABLE_SCHEM",
        "PKTABLE_NAME",
        "PKCOLUMN_NAME",
        "FKTABLE_CAT",
        "FKTABLE_SCHEM",
        "FKTABLE_NAME",
        "FKCOLUMN_NAME",
        "KEY_SEQ:short",
        "UPDATE_RULE:short",
        "DELETE_RULE:short",
        "FK_NAME",
        "PK_NAME",
        "DEFERRABILITY:short"
    };

    private static final String[] ROW_COLUMNS = {
        "SCOPE:short",
        "COLUMN_NAME",
        "DATA_TYPE:int",
        "TYPE_NAME",
        "COLUMN_SIZE:int",
        "BUFFER_LENGTH:int",
        "DECIMAL_DIGITS:short",
        "PSEUDO_COLUMN:short"
    };

    private ResultSet none(String... columns) throws SQLException {
        ((MillraceConnection) getConnection()).requireOpen();
        return new MetadataRows(columns).open();
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return none("TABLE_CAT");
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return none("TABLE_SCHEM", "TABLE_CATALOG");
    }

    @Override
    public ResultSet getSchemas(String catalog, String schema) throws SQLException {
        return getSchemas();
    }

    @Override
    public ResultSet getProcedures(String catalog, String schema, String name) throws SQLException {
        return none(
                "PROCEDURE_CAT",
                "PROCEDURE_SCHEM",
                "PROCEDURE_NAME",
                "RESERVED_4",
                "RESERVED_5",
                "RESERVED_6",
                "REMARKS",
                "PROCEDURE_TYPE:short",
                "SPECIFIC_NAME");
    }

    @Override
    public ResultSet getProcedureColumns(String catalog, String schema, String procedure, String column)
            throws SQLException {
        return none(
                "PROCEDURE_CAT",
                "PROCEDURE_SCHEM",
                "PROCEDURE_NAME",
                "COLUMN_NAME",
                "COLUMN_TYPE:short",
                "DATA_TYPE:int",
                "TYPE_NAME",
                "PRECISION:int",
                "LENGTH:int",
                "SCALE:short",
                "RADIX:short",
                "NULLABLE:short",
                "REMARKS",
                "COLUMN_DEF",
                "SQL_DATA_TYPE:int",
                "SQL_DATETIME_SUB:int",
                "CHAR_OCTET_LENGTH:int",
                "ORDINAL_POSITION:int",
                "IS_NULLABLE",
                "SPECIFIC_NAME");
    }

    @Override
    public ResultSet getFunctionColumns(String catalog, String schema, String function, String column)
            throws SQLException {
        return none(
                "FUNCTION_CAT",
                "FUNCTION_SCHEM",
                "FUNCTION_NAME",
                "COLUMN_NAME",
                "COLUMN_TYPE:short",
                "DATA_TYPE:int",
                "TYPE_NAME",
                "PRECISION:int",
                "LENGTH:int",
                "SCALE:short",
                "RADIX:short",
                "NULLABLE:short",
                "REMARKS",
                "CHAR_OCTET_LENGTH:int",
                "ORDINAL_POSITION:int",
                "IS_NULLABLE",
                "SPECIFIC_NAME");
    }

    @Override
    public ResultSet getColumnPrivileges(String catalog, String schema, String table, String column)
            throws SQLException {
        return none(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "GRANTOR",
                "GRANTEE",
                "PRIVILEGE",
                "IS_GRANTABLE");
    }

    @Override
    public ResultSet getTablePrivileges(String catalog, String schema, String table) throws SQLException {
        return none("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "GRANTOR", "GRANTEE", "PRIVILEGE", "IS_GRANTABLE");
    }

    @Override
    public ResultSet getBestRowIdentifier(String catalog, String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return none(ROW_COLUMNS);
    }

    @Override
    public ResultSet getVersionColumns(String catalog, String schema, String table) throws SQLException {
        return none(ROW_COLUMNS);
    }

    @Override
    public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
        return none("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "KEY_SEQ:short", "PK_NAME");
    }

    @Override
    public ResultSet getImportedKeys(String catalog, String schema, String table) throws SQLException {
        return none(FOREIGN_KEYS);
    }

    @Override
    public ResultSet getExportedKeys(String catalog, String schema, String table) throws SQLException {
        return none(FOREIGN_KEYS);
    }

    @Override
    public ResultSet getCrossReference(
            String catalog, String schema, String table, String otherCatalog, String otherSchema, String otherTable)
            throws SQLException {
        return none(FOREIGN_KEYS);
    }

    @Override
    public ResultSet getIndexInfo(String catalog, String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return none(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "NON_UNIQUE:bool",
                "INDEX_QUALIFIER",
                "INDEX_NAME",
                "TYPE:short",
                "ORDINAL_POSITION:short",
                "COLUMN_NAME",
                "ASC_OR_DESC",
                "CARDINALITY:int",
                "PAGES:int",
                "FILTER_CONDITION");
    }

    @Override
    public ResultSet getUDTs(String catalog, String schema, String name, int[] types) throws SQLException {
        return none("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "CLASS_NAME", "DATA_TYPE:int", "REMARKS", "BASE_TYPE:short");
    }

    @Override
    public ResultSet getSuperTypes(String catalog, String schema, String name) throws SQLException {
        return none("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "SUPERTYPE_CAT", "SUPERTYPE_SCHEM", "SUPERTYPE_NAME");
    }

    @Override
    public ResultSet getSuperTables(String catalog, String schema, String table) throws SQLException {
        return none("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "SUPERTABLE_NAME");
    }

    @Override
    public ResultSet getAttributes(String catalog, String schema, String type, String attribute) throws SQLException {
        return none(
                "TYPE_CAT",
                "TYPE_SCHEM",
                "TYPE_NAME",
                "ATTR_NAME",
                "DATA_TYPE:int",
                "ATTR_TYPE_NAME",
                "ATTR_SIZE:int",
                "DECIMAL_DIGITS:int",
                "NUM_PREC_RADIX:int",
                "NULLABLE:int",
                "REMARKS",
                "ATTR_DEF",
                "SQL_DATA_TYPE:int",
                "SQL_DATETIME_SUB:int",
                "CHAR_OCTET_LENGTH:int",
                "ORDINAL_POSITION:int",
                "IS_NULLABLE",
                "SCOPE_CATALOG",
                "SCOPE_SCHEMA",
                "SCOPE_TABLE",
                "SOURCE_DATA_TYPE:short");
    }

    @Override
    public ResultSet getPseudoColumns(String catalog, String schema, String table, String column) throws SQLException {
        return none(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "DATA_TYPE:int",
                "COLUMN_SIZE:int",
                "DECIMAL_DIGITS:int",
                "NUM_PREC_RADIX:int",
                "COLUMN_USAGE",
                "REMARKS",
                "CHAR_OCTET_LENGTH:int",
                "IS_NULLABLE");
    }
}
