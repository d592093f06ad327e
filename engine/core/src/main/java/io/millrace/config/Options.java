package io.millrace.config;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A checked set of option values. Unknown keys and malformed values were refused when it was made. */
public final class Options {
    private final String owner;
    private final Map<String, String> given;

    private Options(String owner, Map<String, String> given) {
        this.owner = owner;
        this.given = given;
    }

    /**
     * Checks every given key and value.
     *
     * @param owner what the options belong to, for messages: {@code connector "files"}
     */
    public static Options check(String owner, Collection<Option<?>> known, Map<String, String> given) {
        Map<String, Option<?>> byKey = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        known.forEach(option -> byKey.put(option.key(), option));
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((key, text) -> {
            Option<?> option = byKey.get(key);
            if (option == null) {
                throw unknown(owner, key, byKey.keySet());
            }
            option.read(owner, text);
            values.put(option.key(), text);
        });
        for (Option<?> option : known) {
            if (option.required() && !values.containsKey(option.key())) {
                throw new MillraceException(
                        ErrorCode.INVALID_OPTION,
                        owner + " needs option \"" + option.key() + "\" (" + option.doc() + ")");
            }
        }
        return new Options(owner, values);
    }

    public <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.INVALID_OPTION,
                        owner + " needs option \"" + option.key() + "\" (" + option.doc() + ")"));
    }

    /** The given value, else the default, else empty. */
    public <T> Optional<T> find(Option<T> option) {
        String text = given.getOrDefault(option.key(), option.defaultText());
        return text == null ? Optional.empty() : Optional.of(option.read(owner, text));
    }

    /** Whether the user wrote this option. */
    public boolean isSet(Option<?> option) {
        return given.containsKey(option.key());
    }

    private static MillraceException unknown(String owner, String key, Collection<String> known) {
        return new MillraceException(
                ErrorCode.UNKNOWN_OPTION,
                "unknown option \"" + key + "\" of " + owner + Spelling.hint(key, known) + "; known options: "
                        + String.join(", ", List.copyOf(known)));
    }
}
