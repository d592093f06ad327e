package io.millrace.shell;

/** How results are written. */
enum OutputFormat {
    TABLE,
    CSV,
    JSON;

    /** As written on the command line. */
    @Override
    public String toString() {
        return switch (this) {
            case TABLE -> "table";
            case CSV -> "csv";
            case JSON -> "json";
        };
    }
}
