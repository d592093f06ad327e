package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A column, maybe of a table in front and with fields behind: {@code price}, {@code b.price}, {@code b.address.city}.
 *
 * @param owner the frame that it is a column of; null for whatever frame it is used with
 */
public record ColumnName(List<String> parts, String owner, String label) implements Expression {
    public ColumnName {
        parts = List.copyOf(parts);
        label = parts.get(parts.size() - 1);
    }

    /** The parts of a name with dots; a part in backticks may hold dots itself. */
    static List<String> split(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '`') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        if (quoted || parts.stream().anyMatch(String::isBlank)) {
            throw new MillraceException(
                    ErrorCode.SYNTAX,
                    "\"" + name + "\" is no name of a column; a name with dots needs backticks around it");
        }
        return parts;
    }

    @Override
    public SqlNode toSql(Scope scope) {
        return scope.resolve(parts, owner, SqlParserPos.ZERO);
    }
}
