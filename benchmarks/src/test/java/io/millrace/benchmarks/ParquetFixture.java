package io.millrace.benchmarks;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.TableDefinition;
import io.millrace.connectors.files.FilesTableFactory;
import io.millrace.connectors.parquet.ParquetFormat;
import io.millrace.testing.SourceContract;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Tables over Parquet files. */
final class ParquetFixture {
    private ParquetFixture() {}

    /** @param columns name and type by turns; a type ending in {@code NOT NULL} makes a column without NULLs */
    static ReadableTable table(Path path, String... columns) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            boolean nullable = !columns[i + 1].endsWith(" NOT NULL");
            fields.add(new Field(columns[i], DataType.parse(columns[i + 1].replace(" NOT NULL", "")), nullable));
        }
        Map<String, String> options = Map.of("path", path.toString(), "format", "parquet", "bounded", "true");
        TableDefinition definition = new TableDefinition("p", new Schema(fields), options);
        return (ReadableTable) new FilesTableFactory().create(definition, new Context());
    }

    static List<List<Object>> rows(ReadableTable table) {
        List<Integer> all = IntStream.range(0, table.schema().size()).boxed().toList();
        try (Source source = table.source(all)) {
            return SourceContract.read(source, source.initial(), source.latest());
        }
    }

    /** Knows one format. */
    private static final class Context implements ConnectorContext {
        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }

        @Override
        public FormatFactory format(String name) {
            return new ParquetFormat();
        }

        @Override
        public Iterable<String> formats() {
            return List.of("parquet");
        }

        @Override
        public <T> T shared(Class<T> type, Supplier<T> make) {
            return make.get();
        }
    }
}
