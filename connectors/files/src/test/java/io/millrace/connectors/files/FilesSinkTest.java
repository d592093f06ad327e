package io.millrace.connectors.files;

import static io.millrace.connectors.files.FilesFixture.ID_TEXT;
import static io.millrace.connectors.files.FilesFixture.csv;
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
import io.millrace.connector.WritableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.LocalFileStore;
import io.millrace.testing.SinkContract;
import io.millrace.testing.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesSinkTest {
    @TempDir
    Path root;

    private int places;

    @Test
    void keepsTheContractOfSinks() {
        for (String format : List.of("csv", "json")) {
            SinkContract.over(() -> place(format), ID_TEXT, i -> List.of((long) i, "text \"" + i + "\",\n"))
                    .check();
        }
    }

    private SinkContract.Place place(String format) {
        Path directory = root.resolve("place" + places++);
        FilesTable table = FilesFixture.table(directory, ID_TEXT, Map.of("format", format));
        return new SinkContract.Place() {
            @Override
            public Sink sink() {
                return table.sink();
            }

            @Override
            public List<List<Object>> rows() {
                return rowsIn(table, directory);
            }
        };
    }

    @Test
    void filesHaveAHeaderAndNamesOfTheirBatch() throws IOException {
        Path directory = root.resolve("out");
        try (Sink sink = csv(directory).sink()) {
            open(sink, 1);
            commit(sink, 0, 1, 2);
            commit(sink, 1);
            commit(sink, 2, 3);
        }
        assertThat(names(directory))
                .containsExactly(".millrace-staging", "_millrace", "part-00000-0.csv", "part-00002-0.csv");
        assertThat(Files.readString(directory.resolve("part-00000-0.csv"))).isEqualTo("id,text\n1,t1\n2,t2\n");
        assertThat(names(directory.resolve(".millrace-staging"))).isEmpty();
        assertThat(names(directory.resolve("_millrace"))).containsExactly("0", "1", "2", "epoch-1", "query");
        assertThat(Files.readString(directory.resolve("_millrace/0")))
                .contains(
                        "\"batch\":0",
                        "\"queryId\":\"id-1\"",
                        "\"queryName\":\"q\"",
                        "\"epoch\":1",
                        "\"stateId\":\"s0\"")
                .contains("\"name\":\"part-00000-0.csv\",\"bytes\":18,\"rows\":2,\"crc32c\":");
    }

    @Test
    void manifestsAreMergedAndForgetNoFile() throws IOException {
        Path directory = root.resolve("out");
        FilesTable table = csv(directory);
        int batches = 333;
        for (int batch = 0; batch < batches; ) {
            try (Sink sink = table.sink(LocalFileStore.shared(directory), 5)) {
                open(sink, batch + 1);
                for (int i = 0; i < 90 && batch < batches; i++, batch++) {
                    // every third batch has rows
                    commit(sink, batch, batch % 3 == 0 ? new long[] {batch} : new long[0]);
                }
            }
        }
        // at most 5 files and a few more of each of 4 levels, epoch and query
        assertThat(names(directory.resolve("_millrace")).size()).isLessThan(30);
        List<CommittedFiles.Entry> entries = CommittedFiles.list(directory);
        assertThat(entries).hasSize(batches / 3);
        assertThat(entries.stream().map(CommittedFiles.Entry::name))
                .containsExactlyElementsOf(names(directory).stream()
                        .filter(name -> name.startsWith("part-"))
                        .toList());
        try (Sink sink = table.sink()) {
            assertThat(open(sink, 20_000)).contains(new Sink.Committed(batches - 1, "s" + (batches - 1)));
        }
    }

    @Test
    void changelogHasAColumnThatSaysWhatARowMeans() throws IOException {
        Path directory = root.resolve("out");
        try (Sink sink = csv(directory).sink()) {
            sink.open(new Sink.Session("id-1", "q", 1, OutputMode.CHANGELOG));
            ColumnBatch rows = ColumnBatch.ofRows(ID_TEXT, List.of(List.of(1L, "a"), List.of(1L, "b")));
            sink.write(new ChangeBatch(rows, new RowKind[] {RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER}));
            sink.commit(0, "s0", sink.prepare(0));
        }
        assertThat(Files.readString(directory.resolve("part-00000-0.csv")))
                .isEqualTo("id,text,_change\n1,a,-U\n1,b,+U\n");
    }

    @Test
    void updatesAreRefused() {
        WritableTable table = csv(root.resolve("out"));
        assertThat(table.outputModes()).containsExactlyInAnyOrder(OutputMode.APPEND, OutputMode.CHANGELOG);
        assertThat(table.guarantee()).isEqualTo(WritableTable.Guarantee.EXACTLY_ONCE);
        try (Sink sink = table.sink()) {
            fails(
                    () -> sink.open(new Sink.Session("id-1", "q", 1, OutputMode.UPDATE)),
                    ErrorCode.MODE_NOT_SUPPORTED,
                    "only adds rows, so it cannot take output mode update of query \"q\"");
        }
    }

    @Test
    void directoryOfAnotherQueryIsRefusedByName() {
        Path directory = root.resolve("out");
        try (Sink sink = csv(directory).sink()) {
            open(sink, 1);
        }
        try (Sink sink = csv(directory).sink()) {
            fails(
                    () -> sink.open(new Sink.Session("id-2", "other", 1, OutputMode.APPEND)),
                    ErrorCode.SINK_FAILED,
                    "directory \"" + directory
                            + "\" is written by query \"q\" (id-1), which has not ended, so query \"other\" (id-2)");
        }
    }

    @Test
    void olderRunIsToldThatItIsOver() {
        Path directory = root.resolve("out");
        try (Sink old = csv(directory).sink();
                Sink young = csv(directory).sink()) {
            open(old, 1);
            String staged = stage(old, 0, 1);
            open(young, 2);
            fails(
                    () -> old.commit(0, "s0", staged),
                    ErrorCode.SINK_FAILED,
                    "a newer run of query \"q\" (start 2) has taken over directory");
        }
    }

    @Test
    void damagedManifestIsNamed() throws IOException {
        Path directory = root.resolve("out");
        try (Sink sink = csv(directory).sink()) {
            open(sink, 1);
            commit(sink, 0, 1);
        }
        Path manifest = directory.resolve("_millrace/0");
        byte[] whole = Files.readAllBytes(manifest);
        for (int i = 0; i < whole.length; i += 7) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(manifest, damaged);
            try (Sink sink = csv(directory).sink()) {
                fails(() -> open(sink, 2), ErrorCode.SINK_FAILED, manifest + "\" is damaged");
            }
        }
        Files.write(manifest, new byte[0]);
        try (Sink sink = csv(directory).sink()) {
            fails(() -> open(sink, 2), ErrorCode.SINK_FAILED, manifest + "\" is damaged");
        }
    }

    @Test
    void nameTakenBySomebodyElseIsNamed() throws IOException {
        Path directory = root.resolve("out");
        try (Sink sink = csv(directory).sink()) {
            open(sink, 1);
            String staged = stage(sink, 0, 1);
            Path foreign = Files.writeString(directory.resolve("part-00000-0.csv"), "mine");
            fails(() -> sink.commit(0, "s0", staged), ErrorCode.SINK_FAILED, "already has a file \"part-00000-0.csv\"");
            Files.delete(foreign);
            assertThat(sink.commit(0, "s0", staged)).isTrue();
        }
    }

    @Test
    void pathOfAFileIsRefused() throws IOException {
        Path file = Files.writeString(root.resolve("out.csv"), "");
        fails(
                () -> csv(file).sink(),
                ErrorCode.SINK_FAILED,
                "results go into a directory, but \"" + file + "\" is a file");
    }

    @Test
    void whatWasWrittenIsReadBackWhileItGrows() {
        Path directory = root.resolve("out");
        Schema schema = Schema.of(Field.of("id", DataType.BIGINT));
        FilesTable table = FilesFixture.table(directory, schema, Map.of("format", "csv"));
        try (Sink sink = csv(directory).sink()) {
            open(sink, 1);
            commit(sink, 0, 5, 6);
            assertThat(rowsIn(table, directory)).containsExactly(List.of(5L), List.of(6L));
            stage(sink, 1, 7);
            assertThat(rowsIn(table, directory)).containsExactly(List.of(5L), List.of(6L));
        }
    }

    private static List<List<Object>> rowsIn(FilesTable table, Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        List<Integer> all = java.util.stream.IntStream.range(0, table.schema().size())
                .boxed()
                .toList();
        try (Source source = table.source(all)) {
            return SourceContract.read(source, source.initial(), source.latest());
        }
    }

    private static java.util.Optional<Sink.Committed> open(Sink sink, long epoch) {
        return sink.open(new Sink.Session("id-1", "q", epoch, OutputMode.APPEND));
    }

    private static void commit(Sink sink, long batch, long... ids) {
        assertThat(sink.commit(batch, "s" + batch, stage(sink, batch, ids))).isTrue();
    }

    private static String stage(Sink sink, long batch, long... ids) {
        List<List<Object>> rows = new ArrayList<>();
        for (long id : ids) {
            rows.add(List.of(id, "t" + id));
        }
        sink.write(new ChangeBatch(ColumnBatch.ofRows(ID_TEXT, rows), null));
        return sink.prepare(batch);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static void fails(Runnable action, ErrorCode code, String message) {
        assertThatThrownBy(action::run)
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
