package io.millrace.connectors.files;

/**
 * A file that a micro-batch wrote.
 *
 * @param staged its name while it has no effect yet
 * @param name its name once it has
 * @param crc32c of all its bytes, as 8 hexadecimal digits
 */
record StagedFile(String staged, String name, long bytes, long rows, String crc32c) {}
