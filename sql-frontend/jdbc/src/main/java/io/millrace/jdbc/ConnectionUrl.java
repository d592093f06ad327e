package io.millrace.jdbc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A URL of the driver, taken apart.
 *
 * <pre>
 * jdbc:millrace:                      a database of the connection's own, in memory
 * jdbc:millrace:mem:name              one in memory that all connections of the JVM to that name share
 * jdbc:millrace:file:/path            one that is kept in a folder
 * jdbc:millrace:mem:name;key=value    with properties
 * </pre>
 *
 * @param name of the shared database, or the folder; empty for a private one
 * @param properties those of the URL win over those given beside it
 */
record ConnectionUrl(Kind kind, String name, Map<ConnectionProperty, String> properties) {
    static final String PREFIX = "jdbc:millrace:";
    private static final String FORMS = "; expected jdbc:millrace:, jdbc:millrace:mem:name or jdbc:millrace:file:/path";

    enum Kind {
        PRIVATE,
        MEMORY,
        FILE
    }

    /** Whether a URL is one of this driver, well formed or not. */
    static boolean isOurs(String url) {
        return url != null && url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    static ConnectionUrl parse(String url, Properties beside) throws SQLException {
        String rest = url.substring(PREFIX.length());
        int semicolon = rest.indexOf(';');
        String database = semicolon < 0 ? rest : rest.substring(0, semicolon);
        Map<String, String> given = new LinkedHashMap<>();
        if (beside != null) {
            for (String key : beside.stringPropertyNames()) {
                given.put(key, beside.getProperty(key));
            }
        }
        if (semicolon >= 0) {
            readProperties(rest.substring(semicolon + 1), given);
        }
        Map<ConnectionProperty, String> properties = ConnectionProperty.check(given);
        if (database.isEmpty()) {
            return new ConnectionUrl(Kind.PRIVATE, "", properties);
        }
        if (database.regionMatches(true, 0, "mem:", 0, 4)) {
            return new ConnectionUrl(Kind.MEMORY, memoryName(database.substring(4)), properties);
        }
        if (database.regionMatches(true, 0, "file:", 0, 5)) {
            return new ConnectionUrl(Kind.FILE, path(database.substring(5)), properties);
        }
        throw bad("the URL names the database \"" + database + "\"" + FORMS);
    }

    private static void readProperties(String text, Map<String, String> properties) throws SQLException {
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            if (part.isBlank()) {
                continue;
            }
            if (equals < 1) {
                throw bad("\"" + part + "\" in the URL is no property; expected key=value");
            }
            properties.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
    }

    private static String memoryName(String name) throws SQLException {
        if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
            throw bad("\"" + name + "\" is no name of a database in memory; expected letters, digits, \"_\", \"-\" and"
                    + " \".\", at most 100");
        }
        return name;
    }

    private static String path(String path) throws SQLException {
        if (path.isBlank()) {
            throw bad("the URL names no folder; expected jdbc:millrace:file:/path");
        }
        try {
            return Path.of(path).toString();
        } catch (InvalidPathException e) {
            throw bad("\"" + e.getInput() + "\" is no path of a folder: " + e.getReason());
        }
    }

    private static SQLException bad(String message) {
        return new SQLException(message, SqlErrors.NO_CONNECTION);
    }

    /** Without the properties. */
    String withoutProperties() {
        return switch (kind) {
            case PRIVATE -> PREFIX;
            case MEMORY -> PREFIX + "mem:" + name;
            case FILE -> PREFIX + "file:" + name;
        };
    }
}
