package io.millrace.connectors.parquet;

/** How a value is stored. */
enum Physical {
    BOOLEAN,
    INT32,
    INT64,
    INT96,
    FLOAT,
    DOUBLE,
    BYTE_ARRAY,
    FIXED_LEN_BYTE_ARRAY;

    static Physical of(int id) {
        if (id < 0 || id >= values().length) {
            throw new DamagedException("a column has the unknown type " + id);
        }
        return values()[id];
    }
}
