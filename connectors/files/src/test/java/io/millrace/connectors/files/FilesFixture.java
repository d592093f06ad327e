package io.millrace.connectors.files;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.TableDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/** Tables and files of tests. */
final class FilesFixture {
    static final Schema ID_TEXT = Schema.of(Field.of("id", DataType.BIGINT), Field.of("text", DataType.VARCHAR));

    private FilesFixture() {}

    static FilesTable csv(Path path) {
        return table(path, ID_TEXT, Map.of("format", "csv"));
    }

    static FilesTable csv(Path path, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("format", "csv");
        return table(path, ID_TEXT, all);
    }

    static FilesTable table(Path path, Schema columns, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("path", path.toString());
        return (FilesTable) new FilesTableFactory().create(new TableDefinition("t", columns, all), context());
    }

    /** A file of that content whose modification time is so many seconds after 2020 began. */
    static Path write(Path path, String content, long seconds) throws IOException {
        return write(path, content.getBytes(StandardCharsets.UTF_8), seconds);
    }

    static Path write(Path path, byte[] content, long seconds) throws IOException {
        Path hidden = path.resolveSibling("." + path.getFileName());
        Files.write(hidden, content);
        Files.setLastModifiedTime(hidden, FileTime.from(1_577_836_800 + seconds, TimeUnit.SECONDS));
        return Files.move(hidden, path);
    }

    static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** CSV with a header and rows of ids from {@code first}; every seventh text holds a line end. */
    static String rows(long first, int count) {
        StringBuilder text = new StringBuilder("id,text\n");
        for (long id = first; id < first + count; id++) {
            text.append(id)
                    .append(id % 7 == 0 ? ",\"two\nlines, " + id + "\"" : ",text " + id)
                    .append('\n');
        }
        return text.toString();
    }

    static ConnectorContext context() {
        return new ConnectorContext() {
            @Override
            public ZoneId zone() {
                return ZoneOffset.UTC;
            }

            @Override
            public FormatFactory format(String name) {
                for (FormatFactory format : ServiceLoader.load(FormatFactory.class)) {
                    if (format.format().equals(name)) {
                        return format;
                    }
                }
                throw new IllegalArgumentException(name);
            }

            @Override
            public Iterable<String> formats() {
                return List.of("csv", "json");
            }

            @Override
            public <T> T shared(Class<T> type, Supplier<T> make) {
                return make.get();
            }
        };
    }
}
