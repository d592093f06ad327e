package io.millrace.columnar;

import io.millrace.columnar.DataType.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of a type: the inverse of {@link DataType#toString()}. */
final class TypeParser {
    private final String text;
    private int at;

    TypeParser(String text) {
        this.text = text;
    }

    DataType parse() {
        Field field = field("");
        if (at != text.length() || !field.nullable()) {
            throw bad();
        }
        return field.type();
    }

    private Field field(String name) {
        DataType type = prefix();
        boolean nullable = true;
        while (true) {
            if (accept("NOT NULL")) {
                nullable = false;
            } else if (accept("ARRAY")) {
                type = new DataType(Kind.ARRAY, 0, 0, List.of(new Field("element", type, nullable)));
                nullable = true;
            } else {
                return new Field(name, type, nullable);
            }
        }
    }

    private DataType prefix() {
        if (accept("INTERVAL YEAR TO MONTH")) {
            return DataType.INTERVAL_YEAR_MONTH;
        }
        if (accept("INTERVAL DAY TO SECOND")) {
            return DataType.INTERVAL_DAY_TIME;
        }
        if (accept("MAP<")) {
            Field key = field("key");
            require(",");
            Field value = field("value");
            require(">");
            return new DataType(Kind.MAP, 0, 0, List.of(key, value));
        }
        if (accept("ROW(")) {
            return row();
        }
        return scalar(kind());
    }

    private DataType row() {
        List<Field> fields = new ArrayList<>();
        do {
            fields.add(field(quotedName()));
        } while (accept(","));
        require(")");
        return DataType.row(fields);
    }

    private String quotedName() {
        require("\"");
        StringBuilder name = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                name.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                name.append(c);
                at++;
            } else {
                return name.toString();
            }
        }
        throw bad();
    }

    private Kind kind() {
        skipBlanks();
        int start = at;
        while (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        try {
            return Kind.valueOf(text.substring(start, at));
        } catch (IllegalArgumentException e) {
            throw bad();
        }
    }

    private DataType scalar(Kind kind) {
        int precision = switch (kind) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> -1;
            default -> 0;
        };
        int scale = 0;
        if (accept("(")) {
            precision = number();
            if (accept(",")) {
                scale = number();
            }
            require(")");
        }
        return new DataType(kind, precision, scale, List.of());
    }

    private int number() {
        skipBlanks();
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private boolean accept(String token) {
        skipBlanks();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void require(String token) {
        if (!accept(token)) {
            throw bad();
        }
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException bad() {
        return new IllegalArgumentException("\"" + text + "\" is not a type (at " + at + ")");
    }
}
