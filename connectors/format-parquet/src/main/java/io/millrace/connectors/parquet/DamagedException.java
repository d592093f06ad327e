package io.millrace.connectors.parquet;

/** Bytes that are not as the format has them. Becomes an error that names the file before it leaves the package. */
final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedException(String what) {
        super(what);
    }
}
