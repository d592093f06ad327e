package io.millrace.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.RowKind;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.testing.SinkContract;
import io.millrace.testing.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose rows are in folders by the values of some columns. */
class PartitionedFilesTest {
    private static final Schema TRIP = Schema.of(
            Field.of("zone", DataType.VARCHAR),
            new Field("id", DataType.BIGINT, false),
            Field.of("day", DataType.DATE),
            Field.of("text", DataType.VARCHAR));

    @TempDir
    Path root;

    private int places;

    private static FilesTable table(Path path, Schema schema, String format, String partitionBy) {
        return FilesFixture.table(path, schema, Map.of("format", format, "partition-by", partitionBy));
    }

    private static FilesTable trips(Path path) {
        return table(path, TRIP, "csv", "zone, DAY");
    }

    @Test
    void keepsTheContractOfSinks() {
        for (String format : List.of("csv", "json")) {
            SinkContract.over(
                            () -> place(format),
                            TRIP,
                            i -> Arrays.asList(
                                    "zone " + i % 3, (long) i, i % 4 == 0 ? null : (Object) (long) (i % 2), "t" + i))
                    .check();
        }
    }

    private SinkContract.Place place(String format) {
        Path directory = root.resolve("place" + places++);
        FilesTable table = table(directory, TRIP, format, "day, zone");
        return new SinkContract.Place() {
            @Override
            public Sink sink() {
                return table.sink();
            }

            @Override
            public List<List<Object>> rows() {
                return Files.exists(directory) ? rowsIn(table, List.of(0, 1, 2, 3)) : List.of();
            }
        };
    }

    private static List<List<Object>> rowsIn(FilesTable table, List<Integer> columns) {
        try (Source source = table.source(columns)) {
            return SourceContract.read(source, source.initial(), source.latest());
        }
    }

    private static void write(Sink sink, long batch, List<?>... rows) {
        List<List<Object>> all = new ArrayList<>();
        for (List<?> row : rows) {
            all.add(new ArrayList<>(row));
        }
        sink.write(new ChangeBatch(ColumnBatch.ofRows(TRIP, all), null));
        assertThat(sink.commit(batch, "s" + batch, sink.prepare(batch))).isTrue();
    }

    private static void open(Sink sink, OutputMode mode) {
        sink.open(new Sink.Session("id-1", "q", 1, mode));
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void foldersAreNamedAsInHive() throws IOException {
        Path directory = root.resolve("out");
        FilesTable table = trips(directory);
        try (Sink sink = table.sink()) {
            open(sink, OutputMode.APPEND);
            write(
                    sink,
                    0,
                    List.of("north", 1L, 0L, "a"),
                    List.of("a/b=c %", 2L, 1L, "b"),
                    List.of("north", 3L, 0L, "c"),
                    Arrays.asList(null, 4L, null, "d"));
            write(sink, 1, List.of("north", 5L, 0L, "e"), List.of("__HIVE_DEFAULT_PARTITION__", 6L, 0L, ""));
            write(sink, 2, List.of("", 7L, 0L, "f"), List.of("öst.", 8L, -1L, "g"));
        }
        assertThat(files(directory))
                .containsExactly(
                        "zone=%5F_HIVE_DEFAULT_PARTITION__/day=1970-01-01/part-00001-1.csv",
                        "zone=/day=1970-01-01/part-00002-0.csv",
                        "zone=__HIVE_DEFAULT_PARTITION__/day=__HIVE_DEFAULT_PARTITION__/part-00000-2.csv",
                        "zone=a%2Fb%3Dc %25/day=1970-01-02/part-00000-1.csv",
                        "zone=north/day=1970-01-01/part-00000-0.csv",
                        "zone=north/day=1970-01-01/part-00001-0.csv",
                        "zone=öst./day=1969-12-31/part-00002-1.csv");
        assertThat(Files.readString(directory.resolve("zone=north/day=1970-01-01/part-00000-0.csv")))
                .isEqualTo("id,text\n1,a\n3,c\n");
        assertThat(rowsIn(table, List.of(2, 0, 1)))
                .containsExactlyInAnyOrder(
                        List.of(0L, "north", 1L),
                        List.of(1L, "a/b=c %", 2L),
                        List.of(0L, "north", 3L),
                        Arrays.asList(null, null, 4L),
                        List.of(0L, "north", 5L),
                        List.of(0L, "__HIVE_DEFAULT_PARTITION__", 6L),
                        List.of(0L, "", 7L),
                        List.of(-1L, "öst.", 8L));
        assertThat(rowsIn(table, List.of(0))).hasSize(8);
        assertThat(rowsIn(table, List.of())).hasSize(8);
    }

    @Test
    void moreFoldersThanFilesMayBeOpen() throws IOException {
        FilesTable table = trips(root.resolve("out"));
        try (Sink sink = table.sink()) {
            open(sink, OutputMode.APPEND);
            List<?>[] rows = new List<?>[400];
            Arrays.setAll(rows, i -> List.of("zone " + i % 150, (long) i, 0L, "t"));
            write(sink, 0, rows);
        }
        assertThat(rowsIn(table, List.of(1))).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void changesHaveTheirKindInTheFile() throws IOException {
        Path directory = root.resolve("out");
        try (Sink sink = table(directory, TRIP, "csv", "zone").sink()) {
            open(sink, OutputMode.CHANGELOG);
            ColumnBatch rows = ColumnBatch.ofRows(TRIP, List.of(List.of("n", 1L, 0L, "a"), List.of("n", 1L, 0L, "b")));
            sink.write(new ChangeBatch(rows, new RowKind[] {RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER}));
            sink.commit(0, "s0", sink.prepare(0));
        }
        assertThat(Files.readString(directory.resolve("zone=n/part-00000-0.csv")))
                .isEqualTo("id,day,text,_change\n1,1970-01-01,a,-U\n1,1970-01-01,b,+U\n");
    }

    @Test
    void foldersThatComeLaterAreSeen() throws IOException {
        Path directory = root.resolve("in");
        Files.createDirectories(directory.resolve("zone=n/day=2026-01-01"));
        FilesFixture.write(directory.resolve("zone=n/day=2026-01-01/a.csv"), "id,text\n1,a\n", 5);
        try (Source source = trips(directory).source(List.of(0, 1))) {
            var first = source.latest();
            Files.createDirectories(directory.resolve("ZONE=s/Day=2026-01-02"));
            FilesFixture.write(directory.resolve("ZONE=s/Day=2026-01-02/a.csv"), "id,text\n2,b\n", 3);
            var second = source.latest();
            assertThat(source.plan(source.initial(), first)).hasSize(1);
            assertThat(source.plan(first, second)).hasSize(1);
        }
    }

    @Test
    void whatIsInTheWrongPlaceIsNamed() throws IOException {
        Path directory = Files.createDirectories(root.resolve("in"));
        Files.createDirectories(directory.resolve("zone=n/day=yesterday"));
        Path file = Files.writeString(directory.resolve("zone=n/day=yesterday/a.csv"), "id,text\n1,a\n");
        assertThatThrownBy(() -> rowsIn(trips(directory), List.of(2)))
                .hasMessageStartingWith(
                        "folder \"day=yesterday\" of file \"zone=n/day=yesterday/a.csv\" should hold a DATE"
                                + " for column \"day\": ");
        assertThatThrownBy(() -> rowsIn(FilesFixture.csv(directory), List.of(0)))
                .hasMessage(
                        "\"" + directory + "\" has folder \"zone=n\", which looks like a partition; name its column in"
                                + " option \"partition-by\", or give the path of one folder that holds files");
        assertThatThrownBy(() -> rowsIn(table(directory, TRIP, "csv", "zone"), List.of(0)))
                .hasMessage("\"" + directory.resolve("zone=n/day=yesterday")
                        + "\" is not where option \"partition-by\" has it; expected files here; move it away, or mend the"
                        + " option");
        assertThatThrownBy(() -> rowsIn(table(directory, TRIP, "csv", "day"), List.of(0)))
                .hasMessageContaining("expected folders \"day=...\" here");
        Files.delete(file);
        Files.createDirectories(directory.resolve("zone=n/day=__HIVE_DEFAULT_PARTITION__"));
        Files.writeString(directory.resolve("zone=n/day=__HIVE_DEFAULT_PARTITION__/a.csv"), "id,text\n1,a\n");
        Schema notNull = Schema.of(TRIP.field(0), TRIP.field(1), new Field("day", DataType.DATE, false), TRIP.field(3));
        assertThatThrownBy(() -> rowsIn(table(directory, notNull, "csv", "zone,day"), List.of(2)))
                .hasMessageContaining("the column is NOT NULL");
    }

    @Test
    void mistakenColumnsAreNamed() {
        assertThatThrownBy(() -> table(root, TRIP, "csv", "zon"))
                .hasMessage(
                        "option \"partition-by\": there is no column \"zon\"; did you mean \"zone\"; columns: zone, id,"
                                + " day, text");
        assertThatThrownBy(() -> table(root, TRIP, "csv", "zone,zone"))
                .hasMessage("option \"partition-by\": column \"zone\" is there twice");
        assertThatThrownBy(() -> table(root, TRIP, "csv", "zone,id,day,text"))
                .hasMessageContaining("none is left for the files");
        Schema score = Schema.of(Field.of("score", DataType.DOUBLE), Field.of("id", DataType.BIGINT));
        assertThatThrownBy(() -> table(root, score, "csv", "score"))
                .hasMessageContaining("column \"score\" is DOUBLE, of which folders cannot be named");
    }
}
