package io.millrace.connectors.parquet;

import io.millrace.connector.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the footer of a file:
 *
 * <pre>PAR1 ... pages ... | footer | its length, 4 bytes | PAR1</pre>
 */
final class FooterReader {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAGIC_ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL_BYTES = 8;
    /** Most footers fit, so that one read is enough. */
    private static final int FIRST_READ_BYTES = 64 << 10;
    /** What a damaged file says beyond it would only overflow. */
    private static final long PLAIN_BYTES_MAX = 1L << 40;

    private FooterReader() {}

    static Footer read(RandomBytes file) {
        int first = (int) Math.min(FIRST_READ_BYTES, file.size());
        if (first < MAGIC.length + TAIL_BYTES) {
            throw new DamagedException("it has only " + file.size() + " bytes");
        }
        byte[] tail = new byte[first];
        file.read(file.size() - first, tail, 0, first);
        if (Arrays.equals(tail, first - 4, first, MAGIC_ENCRYPTED, 0, 4)) {
            throw new DamagedException("its footer is encrypted, which is not supported");
        }
        if (!Arrays.equals(tail, first - 4, first, MAGIC, 0, 4)) {
            throw new DamagedException("it does not end with PAR1");
        }
        int length = LittleEndian.intAt(tail, first - TAIL_BYTES);
        if (length < 0 || length > file.size() - MAGIC.length - TAIL_BYTES) {
            throw new DamagedException("its footer would have " + length + " bytes");
        }
        if (length + TAIL_BYTES <= first) {
            return parse(tail, first - TAIL_BYTES - length, first - TAIL_BYTES);
        }
        byte[] whole = new byte[length];
        file.read(file.size() - TAIL_BYTES - length, whole, 0, length);
        return parse(whole, 0, length);
    }

    private static Footer parse(byte[] bytes, int from, int to) {
        CompactReader in = new CompactReader(bytes, from, to);
        List<Leaf> leaves = null;
        List<Footer.Group> groups = null;
        boolean encrypted = false;
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.field()) {
                case 2 -> leaves = SchemaReader.read(in);
                case 4 -> groups = groups(in);
                case 8 -> {
                    encrypted = true;
                    in.skip();
                }
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        if (encrypted) {
            throw new DamagedException("its columns are encrypted, which is not supported");
        }
        if (leaves == null || groups == null) {
            throw new DamagedException("its footer lacks the schema or the row groups");
        }
        return new Footer(List.copyOf(leaves), List.copyOf(groups));
    }

    private static List<Footer.Group> groups(CompactReader in) {
        int count = in.list();
        List<Footer.Group> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(group(in));
        }
        return groups;
    }

    private static Footer.Group group(CompactReader in) {
        List<Footer.Chunk> chunks = new ArrayList<>();
        long rows = -1;
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> {
                    int count = in.list();
                    for (int i = 0; i < count; i++) {
                        chunks.add(chunk(in));
                    }
                }
                case 3 -> rows = in.i64();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        if (rows < 0) {
            throw new DamagedException("a row group does not say how many rows it has");
        }
        return new Footer.Group(rows, List.copyOf(chunks));
    }

    private static Footer.Chunk chunk(CompactReader in) {
        Footer.Chunk chunk = null;
        long[] index = new long[4];
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> {
                    String other = in.text();
                    if (!other.isEmpty()) {
                        throw new DamagedException(
                                "its columns are in another file, \"" + other + "\", which is not supported");
                    }
                }
                case 3 -> chunk = metadata(in);
                case 4 -> index[2] = in.i64();
                case 5 -> index[3] = in.i32();
                case 6 -> index[0] = in.i64();
                case 7 -> index[1] = in.i32();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        if (chunk == null) {
            throw new DamagedException("a column does not say where it is");
        }
        boolean indexed = index[1] > 0 && index[3] > 0;
        return indexed ? chunk.with(new Footer.Index(index[0], (int) index[1], index[2], (int) index[3])) : chunk;
    }

    /** Fields as they are met. */
    private static final class Draft {
        int physical = -1;
        int codec;
        long values = -1;
        long stored = -1;
        long plain;
        long data = -1;
        long dictionary;
        byte[] min;
        byte[] max;
        long nulls = -1;
    }

    private static Footer.Chunk metadata(CompactReader in) {
        Draft draft = new Draft();
        int outer = in.beginStructField();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> draft.physical = in.i32();
                case 4 -> draft.codec = in.i32();
                case 5 -> draft.values = in.i64();
                case 6 -> draft.plain = in.i64();
                case 7 -> draft.stored = in.i64();
                case 9 -> draft.data = in.i64();
                case 11 -> draft.dictionary = in.i64();
                case 12 -> statistics(in, draft);
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        boolean dictionaryFirst = draft.dictionary > 0 && draft.dictionary < draft.data;
        long start = dictionaryFirst ? draft.dictionary : draft.data;
        if (draft.values < 0 || draft.stored < 0 || start < 0) {
            throw new DamagedException("a column does not say where it is");
        }
        return new Footer.Chunk(
                Physical.of(draft.physical),
                Codec.of(draft.codec),
                draft.values,
                start,
                draft.stored,
                Math.min(PLAIN_BYTES_MAX, Math.max(draft.plain, draft.stored)),
                draft.min,
                draft.max,
                draft.nulls,
                null);
    }

    /** The older fields 1 and 2 are not taken: of texts and unsigned numbers they were written in more than one order. */
    private static void statistics(CompactReader in, Draft draft) {
        int outer = in.beginStructField();
        while (in.nextField()) {
            switch (in.field()) {
                case 3 -> draft.nulls = in.i64();
                case 5 -> draft.max = in.binary();
                case 6 -> draft.min = in.binary();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
    }
}
