package io.millrace.sql;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.Positions;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Finds what statements name, or says what was meant. */
final class Names {
    private Names() {}

    /** The name itself: there are no schemas. */
    static String simple(SqlIdentifier identifier) {
        if (!identifier.isSimple()) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_NAME,
                    "\"" + identifier + "\" has a dot, but names have no schema in front; a dot inside a name needs"
                            + " double quotes around the whole",
                    Positions.of(identifier),
                    null);
        }
        return identifier.getSimple();
    }

    /** A name that stands in no text. */
    static SqlIdentifier identifier(String name) {
        return new SqlIdentifier(name, SqlParserPos.ZERO);
    }

    static CatalogTable table(Catalog catalog, SqlIdentifier identifier) {
        String name = simple(identifier);
        return catalog.table(name).orElseThrow(() -> unknown(catalog, "table", identifier));
    }

    /**
     * @param kind what was looked for: {@code table}
     */
    static MillraceException unknown(Catalog catalog, String kind, SqlIdentifier identifier) {
        String name = identifier.getSimple();
        String other = kind.equals("table")
                ? catalog.view(name).map(view -> "; it is a view").orElse("")
                : catalog.table(name).map(table -> "; it is a table").orElse("");
        String hint = other.isEmpty() ? Spelling.hint(name, catalog.names()) : other;
        return new MillraceException(
                ErrorCode.UNKNOWN_TABLE,
                "there is no " + kind + " \"" + name + "\"" + hint,
                Positions.of(identifier),
                null);
    }
}
