package io.millrace.connectors.parquet;

/**
 * What stands in front of a page.
 *
 * @param bytes of the header itself
 * @param storedBytes of the page behind it, compressed as the column chunk is
 * @param values with NULLs
 * @param levelBytes of the levels in front of the values; only in pages of version 2, where they are not compressed
 * @param oldLevels whether the levels are written in a way that was given up long ago
 * @param checksum CRC-32 of the stored bytes, or -1 when there is none
 */
record PageHeader(
        Kind kind,
        int bytes,
        int storedBytes,
        int plainBytes,
        int values,
        Encoding encoding,
        int levelBytes,
        boolean compressed,
        boolean oldLevels,
        long checksum) {

    enum Kind {
        DATA,
        DATA_2,
        DICTIONARY,
        OTHER
    }

    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int DATA_PAGE_V2 = 3;
    private static final int BIT_PACKED = 4;

    /** Fields as they are met. */
    private static final class Draft {
        int type = -1;
        int stored = -1;
        int plain = -1;
        int values = -1;
        int encoding = -1;
        int repetitionBytes;
        int definitionBytes;
        int levelEncoding;
        boolean compressed = true;
        long checksum = -1;
    }

    static PageHeader read(byte[] bytes, int from, int to) {
        CompactReader in = new CompactReader(bytes, from, to);
        Draft draft = new Draft();
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> draft.type = in.i32();
                case 2 -> draft.plain = in.i32();
                case 3 -> draft.stored = in.i32();
                case 4 -> draft.checksum = in.i32() & 0xFFFF_FFFFL;
                case 5, 7 -> readCommon(in, draft);
                case 8 -> readVersion2(in, draft);
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        Kind kind = kind(draft.type);
        boolean known = kind != Kind.OTHER;
        if (draft.stored < 0 || draft.plain < 0 || (known && (draft.values < 0 || draft.encoding < 0))) {
            throw new DamagedException("a page header lacks sizes");
        }
        if (draft.repetitionBytes != 0 && known) {
            throw new DamagedException("a page of a flat column holds repetition levels");
        }
        return new PageHeader(
                kind,
                in.position() - from,
                draft.stored,
                draft.plain,
                draft.values,
                known ? Encoding.of(draft.encoding) : Encoding.PLAIN,
                draft.definitionBytes,
                draft.compressed,
                draft.levelEncoding == BIT_PACKED,
                draft.checksum);
    }

    private static Kind kind(int type) {
        return switch (type) {
            case DATA_PAGE -> Kind.DATA;
            case DATA_PAGE_V2 -> Kind.DATA_2;
            case DICTIONARY_PAGE -> Kind.DICTIONARY;
            default -> Kind.OTHER;
        };
    }

    private static void readCommon(CompactReader in, Draft draft) {
        int outer = in.beginStructField();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> draft.values = in.i32();
                case 2 -> draft.encoding = in.i32();
                case 3 -> levelEncoding(in, draft);
                default -> in.skip();
            }
        }
        in.endStruct(outer);
    }

    /** In the header of a dictionary field 3 is something else. */
    private static void levelEncoding(CompactReader in, Draft draft) {
        if (draft.type == DATA_PAGE) {
            draft.levelEncoding = in.i32();
        } else {
            in.skip();
        }
    }

    private static void readVersion2(CompactReader in, Draft draft) {
        int outer = in.beginStructField();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> draft.values = in.i32();
                case 4 -> draft.encoding = in.i32();
                case 5 -> draft.definitionBytes = in.i32();
                case 6 -> draft.repetitionBytes = in.i32();
                case 7 -> draft.compressed = in.bool();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
    }
}
