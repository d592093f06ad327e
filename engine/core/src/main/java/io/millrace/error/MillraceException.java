package io.millrace.error;

import java.util.Optional;

/**
 * The only way to fail on purpose. The message is for the user: what was found, what was expected, what to do;
 * names in double quotes, no class names.
 */
public final class MillraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient TextPosition position;

    public MillraceException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public MillraceException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, cause);
    }

    /**
     * @param position where in the SQL text the fault is; null when no one place is to blame
     */
    public MillraceException(ErrorCode code, String message, TextPosition position, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.position = position;
    }

    public ErrorCode code() {
        return code;
    }

    /** Where in the SQL text the fault is. */
    public Optional<TextPosition> position() {
        return Optional.ofNullable(position);
    }

    /** The same failure, known to lie at {@code place}. */
    public MillraceException at(TextPosition place) {
        return new MillraceException(code, getMessage(), place, this);
    }
}
