package io.millrace.connector;

/** What a row of a changelog says. */
public enum RowKind {
    INSERT("+I"),
    UPDATE_BEFORE("-U"),
    UPDATE_AFTER("+U"),
    DELETE("-D");

    private final String text;

    RowKind(String text) {
        this.text = text;
    }

    /** As shown in the column {@code _change}. */
    public String text() {
        return text;
    }
}
