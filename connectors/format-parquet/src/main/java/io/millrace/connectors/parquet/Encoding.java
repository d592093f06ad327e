package io.millrace.connectors.parquet;

/** How the values of a page are written. */
enum Encoding {
    PLAIN(0),
    PLAIN_DICTIONARY(2),
    RLE(3),
    BIT_PACKED(4),
    DELTA_BINARY_PACKED(5),
    DELTA_LENGTH_BYTE_ARRAY(6),
    DELTA_BYTE_ARRAY(7),
    RLE_DICTIONARY(8),
    BYTE_STREAM_SPLIT(9);

    private final int id;

    Encoding(int id) {
        this.id = id;
    }

    static Encoding of(int id) {
        for (Encoding encoding : values()) {
            if (encoding.id == id) {
                return encoding;
            }
        }
        throw new DamagedException("a page has the unknown encoding " + id);
    }

    /** Whether the page holds positions in the dictionary. */
    boolean isDictionary() {
        return this == PLAIN_DICTIONARY || this == RLE_DICTIONARY;
    }
}
