package io.millrace.connectors.parquet;

/**
 * A column at the top of a file's schema.
 *
 * @param chunk its position among the column chunks of a row group
 * @param length of each value, for FIXED_LEN_BYTE_ARRAY
 * @param optional whether it can be NULL
 * @param refused what it is when it is nothing that is read, as in {@code a list}; else null
 */
record Leaf(String name, int chunk, Physical physical, int length, Meaning meaning, boolean optional, String refused) {

    /** For errors: {@code INT64 (TIMESTAMP in milliseconds)}. */
    String typeText() {
        if (refused != null) {
            return refused;
        }
        String stored = physical == Physical.FIXED_LEN_BYTE_ARRAY ? physical + "(" + length + ")" : physical.name();
        return meaning.text().isEmpty() ? stored : stored + " (" + meaning.text() + ")";
    }
}
