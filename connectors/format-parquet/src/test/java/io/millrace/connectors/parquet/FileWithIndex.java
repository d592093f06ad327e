package io.millrace.connectors.parquet;

import io.millrace.connector.RandomBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Parquet file with an index of its pages, by a writer of the tests' own. All columns may hold NULL. Row groups say
 * nothing of their values, so that all that is left out is so by pages.
 */
final class FileWithIndex {
    /** @param converted what the values mean, as older writers say it */
    record Kind(String name, int physical, int converted) {
        static final int LONG = 2;
        static final int BYTES = 6;
        static final int NOTHING = -1;
        static final int UTF8 = 0;
        static final int MICROS = 10;
    }

    /**
     * A column in a row group.
     *
     * @param values Long or String, or null
     * @param pageRows how many rows each page has
     * @param dictionaryPages how many pages from the first on hold positions in a dictionary
     */
    record Chunk(List<?> values, int[] pageRows, int dictionaryPages) {}

    private final List<Kind> kinds;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<byte[]> groups = new ArrayList<>();
    private long rows;
    /** How many pages too few an index tells of. */
    int missing;

    FileWithIndex(Kind... kinds) {
        this.kinds = List.of(kinds);
        out.writeBytes(ascii("PAR1"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    FileWithIndex group(Chunk... chunks) {
        int count = chunks[0].values().size();
        ThriftWriter group = new ThriftWriter().structs(1, chunks.length);
        for (int i = 0; i < chunks.length; i++) {
            chunk(kinds.get(i), chunks[i], group);
        }
        groups.add(group.number(2, 0).number(3, count).end().toBytes());
        rows += count;
        return this;
    }

    private void chunk(Kind kind, Chunk chunk, ThriftWriter group) {
        List<Object> dictionary = List.copyOf(new TreeMap<>(chunk.values().stream()
                        .filter(Objects::nonNull)
                        .collect(Collectors.toMap(v -> (Object) v, v -> v, (a, b) -> a)))
                .values());
        int start = out.size();
        if (chunk.dictionaryPages() > 0) {
            byte[] values = plain(dictionary);
            ThriftWriter header =
                    new ThriftWriter().number(1, 2).number(2, values.length).number(3, values.length);
            out.writeBytes(header.struct(7)
                    .number(1, dictionary.size())
                    .number(2, 0)
                    .end()
                    .end()
                    .toBytes());
            out.writeBytes(values);
        }
        int data = out.size();
        ThriftWriter places = new ThriftWriter().structs(1, chunk.pageRows().length);
        int row = 0;
        for (int page = 0; page < chunk.pageRows().length; page++) {
            List<?> values = chunk.values().subList(row, row + chunk.pageRows()[page]);
            int at = out.size();
            page(values, page < chunk.dictionaryPages() ? dictionary : null);
            places.number(1, at).number(2, out.size() - at).number(3, row).end();
            row += values.size();
        }
        int end = out.size();
        byte[] placeBytes = places.end().toBytes();
        byte[] boundBytes = bounds(chunk);
        out.writeBytes(placeBytes);
        out.writeBytes(boundBytes);
        group.number(2, start)
                .struct(3)
                .number(1, kind.physical())
                .numbers(2, 1)
                .element(0);
        group.binaries(3, 1).element(ascii(kind.name())).number(4, 0).number(5, row);
        group.number(6, end - start).number(7, end - start).number(9, data);
        group.number(11, chunk.dictionaryPages() > 0 ? start : 0).end();
        group.number(4, end).number(5, placeBytes.length);
        group.number(6, end + placeBytes.length).number(7, boundBytes.length).end();
    }

    private byte[] bounds(Chunk chunk) {
        int pages = chunk.pageRows().length - missing;
        List<List<Object>> present = new ArrayList<>();
        List<Long> nulls = new ArrayList<>();
        int row = 0;
        for (int page = 0; page < pages; page++) {
            List<?> values = chunk.values().subList(row, row + chunk.pageRows()[page]);
            present.add(values.stream()
                    .filter(Objects::nonNull)
                    .map(v -> (Object) v)
                    .sorted()
                    .toList());
            nulls.add((long) values.size() - present.get(page).size());
            row += values.size();
        }
        ThriftWriter bounds = new ThriftWriter().booleans(1, pages);
        present.forEach(page -> bounds.element(page.isEmpty()));
        bounds.binaries(2, pages);
        present.forEach(page -> bounds.element(page.isEmpty() ? new byte[0] : stored(page.get(0))));
        bounds.binaries(3, pages);
        present.forEach(page -> bounds.element(page.isEmpty() ? new byte[0] : stored(page.get(page.size() - 1))));
        bounds.number(4, 0).numbers(5, pages);
        nulls.forEach(bounds::element);
        return bounds.end().toBytes();
    }

    private static byte[] stored(Object value) {
        return value instanceof Long number ? littleEndian(8).putLong(number).array() : ascii((String) value);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] plain(List<?> values) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (Object value : values) {
            byte[] stored = stored(value);
            if (value instanceof String) {
                plain.writeBytes(littleEndian(4).putInt(stored.length).array());
            }
            plain.writeBytes(stored);
        }
        return plain.toByteArray();
    }

    private void page(List<?> values, List<Object> dictionary) {
        List<?> present = values.stream().filter(Objects::nonNull).toList();
        byte[] levels = runs(1, values.stream().mapToInt(v -> v == null ? 0 : 1).toArray());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(littleEndian(4).putInt(levels.length).array());
        body.writeBytes(levels);
        if (dictionary == null) {
            body.writeBytes(plain(present));
        } else {
            body.write(16);
            body.writeBytes(
                    runs(2, present.stream().mapToInt(dictionary::indexOf).toArray()));
        }
        ThriftWriter header =
                new ThriftWriter().number(1, 0).number(2, body.size()).number(3, body.size());
        header.struct(5)
                .number(1, values.size())
                .number(2, dictionary == null ? 0 : 8)
                .number(3, 3)
                .number(4, 3);
        out.writeBytes(header.end().end().toBytes());
        out.writeBytes(body.toByteArray());
    }

    /** Each number as a run of one. */
    private static byte[] runs(int width, int[] numbers) {
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        for (int number : numbers) {
            runs.write(2);
            runs.write(number);
            if (width == 2) {
                runs.write(number >> 8);
            }
        }
        return runs.toByteArray();
    }

    /** The file as a whole. */
    RandomBytes finish() {
        ThriftWriter footer = new ThriftWriter().number(1, 1).structs(2, kinds.size() + 1);
        footer.text(4, "schema").number(5, kinds.size()).end();
        for (Kind kind : kinds) {
            footer.number(1, kind.physical()).number(3, 1).text(4, kind.name());
            if (kind.converted() != Kind.NOTHING) {
                footer.number(6, kind.converted());
            }
            footer.end();
        }
        footer.number(3, rows).structs(4, groups.size());
        byte[] start = footer.toBytes();
        int length =
                start.length + groups.stream().mapToInt(group -> group.length).sum() + 1;
        out.writeBytes(start);
        groups.forEach(out::writeBytes);
        out.write(0);
        out.writeBytes(littleEndian(4).putInt(length).array());
        out.writeBytes(ascii("PAR1"));
        return new InMemory(out.toByteArray());
    }

    static int[] pages(int rows, int each) {
        return IntStream.rangeClosed(0, (rows - 1) / each)
                .map(page -> Math.min(each, rows - page * each))
                .toArray();
    }

    private record InMemory(byte[] bytes) implements RandomBytes {
        @Override
        public String origin() {
            return "memory";
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] into, int from, int length) {
            byte[] read = Arrays.copyOfRange(bytes, Math.toIntExact(position), Math.toIntExact(position + length));
            System.arraycopy(read, 0, into, from, length);
        }

        @Override
        public void close() {}
    }
}
