package io.millrace.connectors.text;

import io.millrace.config.Option;
import java.util.List;
import java.util.Locale;

/** What to do with a row that does not parse. */
enum OnError {
    FAIL,
    /** Leave the row out and count it. Every declared column is checked, also one that the query does not read. */
    SKIP,
    /** Make what does not parse NULL. */
    NULL;

    static final Option<String> OPTION = Option.oneOf(
            "on-error",
            "fail",
            List.of("fail", "skip", "null"),
            "a row that does not parse: fail, skip it (counted), or make what does not parse NULL");

    static OnError of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
