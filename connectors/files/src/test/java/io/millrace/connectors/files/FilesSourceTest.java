package io.millrace.connectors.files;

import static io.millrace.connectors.files.FilesFixture.csv;
import static io.millrace.connectors.files.FilesFixture.gzip;
import static io.millrace.connectors.files.FilesFixture.rows;
import static io.millrace.connectors.files.FilesFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.testing.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesSourceTest {
    private static final ReadLimit NONE = ReadLimit.NONE;

    @TempDir
    Path folder;

    @Test
    void keepsTheContractOfSources() throws IOException {
        write(folder.resolve("b.csv"), rows(0, 500), 1);
        write(folder.resolve("a.csv.gz"), gzip(rows(500, 700)), 2);
        write(folder.resolve("c.csv"), rows(1200, 3), 2);
        write(folder.resolve("d.csv"), "", 3);
        SourceContract.over(() -> csv(folder)).check();
        SourceContract.over(() -> csv(folder, Map.of("bounded", "true", "max-files-per-batch", "1")))
                .check();
    }

    @Test
    void bigFileIsCutIntoSplitsAndBatches() throws IOException {
        int count = 700_000;
        write(folder.resolve("big.csv"), rows(0, count), 1);
        try (Source source = csv(folder).source(List.of(0))) {
            Offset all = source.limit(source.initial(), source.latest(), NONE);
            assertThat(source.plan(source.initial(), all)).hasSizeBetween(3, 5);
            assertThat(ids(source, source.initial(), all))
                    .isEqualTo(LongStream.range(0, count).toArray());

            Offset first = source.limit(source.initial(), source.latest(), new ReadLimit(500_000, Long.MAX_VALUE));
            assertThat(first.json()).contains("\"part\":[\"big.csv\"");
            assertThat(ids(source, source.initial(), first))
                    .isEqualTo(LongStream.range(0, 500_000).toArray());
            assertThat(source.plan(source.initial(), first)).hasSizeGreaterThan(1);
            Offset second = source.limit(first, source.latest(), new ReadLimit(500_000, Long.MAX_VALUE));
            assertThat(ids(source, first, second))
                    .isEqualTo(LongStream.range(500_000, count).toArray());
            assertThat(second).isEqualTo(source.latest());

            Offset bytes = source.limit(source.initial(), source.latest(), new ReadLimit(Long.MAX_VALUE, 1_000_000));
            assertThat(ids(source, source.initial(), bytes).length).isBetween(30_000, 100_000);
        }
    }

    @Test
    void jsonIsReadAndCutToo() throws IOException {
        StringBuilder text = new StringBuilder();
        LongStream.range(0, 1000)
                .forEach(id -> text.append("{\"id\":").append(id).append("}\n"));
        write(folder.resolve("x.json"), text.toString(), 1);
        SourceContract.over(() -> FilesFixture.table(folder, FilesFixture.ID_TEXT, Map.of("format", "json")))
                .check();
    }

    @Test
    void filesComeByTimeThenName() throws IOException {
        write(folder.resolve("z.csv"), rows(1, 1), 1);
        write(folder.resolve("c.csv"), rows(3, 1), 2);
        write(folder.resolve("b.csv"), rows(2, 1), 2);
        write(folder.resolve("a.csv"), rows(4, 1), 3);
        assertThat(readAll(folder)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void hiddenNamesAndFoldersAreLeftAlone() throws IOException {
        write(folder.resolve("a.csv"), rows(1, 1), 1);
        write(folder.resolve("_b.csv"), rows(2, 1), 1);
        Files.writeString(folder.resolve(".c.csv"), rows(3, 1));
        Files.createDirectory(folder.resolve("d.csv"));
        assertThat(readAll(folder)).containsExactly(1);
    }

    @Test
    void oneFileIsATableToo() throws IOException {
        Path file = write(folder.resolve("only.csv"), rows(5, 2), 1);
        write(folder.resolve("other.csv"), rows(9, 1), 1);
        assertThat(readAll(file)).containsExactly(5, 6);
    }

    @Test
    void newFilesAreFoundAlsoWhenTheyAreOld() throws IOException {
        write(folder.resolve("a.csv"), rows(1, 1), 100);
        try (Source source = csv(folder).source(List.of(0))) {
            Offset one = next(source, source.initial());
            assertThat(next(source, one)).isEqualTo(one);
            write(folder.resolve("b.csv"), rows(2, 1), 50);
            Offset two = next(source, one);
            assertThat(ids(source, one, two)).containsExactly(2);
            assertThat(next(source, two)).isEqualTo(two);
            assertThat(source.exhausted(two)).isFalse();
        }
    }

    @Test
    void offsetsStaySmallAndForgetNothing() throws IOException {
        writeMany(600);
        List<Long> found = new ArrayList<>();
        Offset at;
        try (Source source = csv(folder, Map.of("max-files-per-batch", "40")).source(List.of(0))) {
            at = source.initial();
            for (Offset next = next(source, at); !next.equals(at); next = next(source, at)) {
                assertThat(next.json().length()).isLessThan(12_000);
                Arrays.stream(ids(source, at, next)).forEach(found::add);
                source.committed(next);
                at = next;
            }
            // older than all that the position still names, but it came while the query ran
            write(folder.resolve("late.csv"), rows(-1, 1), -100);
            Offset late = next(source, at);
            assertThat(late.json()).contains("\"floor\":[\"file-number-0").contains("\"late\"]");
            assertThat(ids(source, at, late)).containsExactly(-1);
            source.committed(late);
            assertThat(next(source, late)).isEqualTo(late);
            try (Source replaying = csv(folder).source(List.of(0))) {
                assertThat(ids(replaying, at, late)).containsExactly(-1);
            }
            at = late;
        }
        assertThat(found)
                .containsExactlyElementsOf(LongStream.range(0, 600).boxed().toList());
        try (Source restarted = csv(folder).source(List.of(0))) {
            restarted.resume(at);
            assertThat(restarted.latest()).isEqualTo(at);
            write(folder.resolve("new.csv"), rows(7000, 1), 700);
            assertThat(ids(restarted, at, next(restarted, at))).containsExactly(7000);
        }
    }

    /** Their times say that they were read long ago, and the position names only the latest. */
    @Test
    void oldFilesThatCameWhileNoQueryRanAreFoundOrRefused() throws IOException {
        writeMany(600);
        Offset at;
        try (Source source = csv(folder, Map.of("max-files-per-batch", "40")).source(List.of(0))) {
            at = source.initial();
            for (Offset next = next(source, at); !next.equals(at); next = next(source, at)) {
                at = next;
                source.committed(at);
            }
        }
        write(folder.resolve("moved-1.csv"), rows(-1, 1), 5);
        write(folder.resolve("moved-2.csv"), rows(-2, 1), 7);
        try (Source restarted = csv(folder).source(List.of(0))) {
            restarted.resume(at);
            Offset both = next(restarted, at);
            assertThat(ids(restarted, at, both)).containsExactly(-1, -2);
            restarted.committed(both);
            assertThat(next(restarted, both)).isEqualTo(both);
            at = both;
        }
        Files.delete(folder.resolve("moved-1.csv"));
        try (Source restarted = csv(folder).source(List.of(0))) {
            restarted.resume(at);
            assertThat(restarted.latest()).isEqualTo(at);
        }
        for (int i = 3; i < 6; i++) {
            write(folder.resolve("moved-" + i + ".csv"), rows(-i, 1), 9);
        }
        try (Source restarted = csv(folder).source(List.of(0))) {
            restarted.resume(at);
            assertThatThrownBy(restarted::latest)
                    .hasMessageContaining("directory \"" + folder + "\" holds")
                    .hasMessageContaining("touch the new ones");
        }
        for (int i = 3; i < 6; i++) {
            Files.setLastModifiedTime(
                    folder.resolve("moved-" + i + ".csv"), FileTime.from(1_577_836_800 + 700, TimeUnit.SECONDS));
        }
        try (Source restarted = csv(folder).source(List.of(0))) {
            restarted.resume(at);
            assertThat(ids(restarted, at, next(restarted, at))).containsExactly(-3, -4, -5);
        }
    }

    @Test
    void stepsToAnEndFixedBeforehandComeToExactlyThatEnd() throws IOException {
        writeMany(400);
        List<Long> found = new ArrayList<>();
        try (Source source = csv(folder).source(List.of(0))) {
            Offset end = source.latest();
            Offset at = source.initial();
            while (!at.equals(end)) {
                Offset next = source.limit(at, end, new ReadLimit(30, Long.MAX_VALUE));
                assertThat(next).isNotEqualTo(at);
                Arrays.stream(ids(source, at, next)).forEach(found::add);
                source.committed(next);
                at = next;
            }
            assertThat(source.latest()).isEqualTo(end);
        }
        assertThat(found)
                .containsExactlyElementsOf(LongStream.range(0, 400).boxed().toList());
    }

    private void writeMany(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            write(folder.resolve("file-number-%04d.csv".formatted(i)), rows(i, 1), i);
        }
    }

    @Test
    void boundedTableTakesWhatIsThereAtTheStart() throws IOException {
        write(folder.resolve("a.csv"), rows(1, 1), 1);
        try (Source source = csv(folder, Map.of("bounded", "true")).source(List.of(0))) {
            write(folder.resolve("b.csv"), rows(2, 1), 2);
            Offset end = next(source, source.initial());
            assertThat(ids(source, source.initial(), end)).containsExactly(1);
            assertThat(source.exhausted(end)).isTrue();
            assertThat(source.exhausted(source.initial())).isFalse();
        }
    }

    @Test
    void missingPathIsNamedWhenTheQueryStarts() {
        Path missing = folder.resolve("not/there");
        assertThatThrownBy(() -> csv(missing).source(List.of(0)))
                .hasMessage("there is no file or directory \"" + missing + "\"; make it, or correct option \"path\"")
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        assertThat(csv(Path.of("data")).schema()).isEqualTo(FilesFixture.ID_TEXT);
    }

    @Test
    void fileThatVanishedIsNamed() throws IOException {
        Path file = write(folder.resolve("a.csv"), rows(1, 10), 1);
        try (Source source = csv(folder).source(List.of(0))) {
            Offset end = next(source, source.initial());
            Files.delete(file);
            lost(() -> ids(source, source.initial(), end), file, "is gone now");
        }
    }

    @Test
    void fileThatChangedIsNamed() throws IOException {
        Path file = write(folder.resolve("a.csv"), rows(1, 10), 1);
        try (Source source = csv(folder).source(List.of(0))) {
            Offset end = next(source, source.initial());
            Files.writeString(file, "99,x\n", StandardOpenOption.APPEND);
            lost(() -> ids(source, source.initial(), end), file, "it had 108 bytes, now 113");
        }
    }

    @Test
    void fileSwappedForOneOfSameSizeAndTimeIsNoticed() throws IOException {
        Path file = write(folder.resolve("a.csv"), rows(10, 5), 1);
        try (Source source = csv(folder).source(List.of(0))) {
            Offset end = next(source, source.initial());
            Files.delete(file);
            write(
                    file,
                    rows(20, 5)
                            .replace("21,\"two\nlines, 21\"", "21,text 21")
                            .replace("20,text 20", "20,\"two\nlines, 2\""),
                    1);
            lost(() -> ids(source, source.initial(), end), file, "changed after");
        }
    }

    @Test
    void fileThatChangedAfterItWasReadIsNoticedAtTheNextLook() throws IOException {
        Path file = write(folder.resolve("a.csv"), rows(1, 10), 1);
        try (Source source = csv(folder).source(List.of(0))) {
            source.committed(next(source, source.initial()));
            Files.writeString(file, "99,x\n", StandardOpenOption.APPEND);
            write(folder.resolve("b.csv"), rows(1, 1), 2);
            lost(source::latest, file, "changed after");
        }
    }

    /** Each range goes on in the stream of the one before: what lies before it is not inflated again. */
    @Test
    void rangesOfAGzipFileAreReadInOneGo() throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("id,text\n");
        for (int id = 0; id < 30_000; id++) {
            text.append(id)
                    .append(',')
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        Path file = write(folder.resolve("a.csv.gz"), gzip(text.toString()), 1);
        ReadLimit third = new ReadLimit(10_000, Long.MAX_VALUE);
        try (Source source = csv(folder).source(List.of(0))) {
            Offset first = source.limit(source.initial(), source.latest(), third);
            assertThat(ids(source, source.initial(), first)).hasSize(10_000).endsWith(9_999);
            Offset second = source.limit(first, source.latest(), third);
            FileTime time = Files.getLastModifiedTime(file);
            byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, 70_000, 71_000, (byte) 0);
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, time);
            assertThat(ids(source, first, second))
                    .hasSize(10_000)
                    .startsWith(10_000)
                    .endsWith(19_999);
            assertThat(ids(source, second, source.latest())).hasSize(10_000).endsWith(29_999);
            assertThatThrownBy(() -> ids(source, first, second)).isInstanceOf(MillraceException.class);
        }
    }

    @Test
    void tornGzipIsNamed() throws IOException {
        byte[] whole = gzip(rows(1, 1000));
        Path file = write(folder.resolve("a.csv.gz"), Arrays.copyOf(whole, whole.length / 2), 1);
        try (Source source = csv(folder).source(List.of(0))) {
            assertThatThrownBy(() -> ids(source, source.initial(), next(source, source.initial())))
                    .hasMessageContaining("\"" + file + "\" is not a whole gzip file");
        }
    }

    @Test
    void badRowsAreNamedAndSkipsCounted() throws IOException {
        int count = 300_000;
        Path file = write(folder.resolve("a.csv"), rows(0, count) + "oops,x\n", 1);
        int lines = count + (count + 6) / 7 + 2;
        try (Source source = csv(folder).source(List.of(0))) {
            Offset end = next(source, source.initial());
            assertThat(source.plan(source.initial(), end)).hasSizeGreaterThan(1);
            assertThatThrownBy(() -> ids(source, source.initial(), end))
                    .hasMessageStartingWith("bad row in \"" + file + "\", line " + lines
                            + ": column \"id\" is BIGINT, but the text is \"oops\"");
        }
        try (Source source = csv(folder, Map.of("on-error", "skip")).source(List.of())) {
            Offset end = next(source, source.initial());
            long skipped = 0;
            long read = 0;
            for (Split split : source.plan(source.initial(), end)) {
                try (SplitReader reader = source.open(split)) {
                    for (var batch = reader.next(); batch != null; batch = reader.next()) {
                        read += batch.rowCount();
                    }
                    skipped += reader.skippedRows();
                }
            }
            assertThat(read).isEqualTo(count);
            assertThat(skipped).isEqualTo(1);
        }
    }

    @Test
    void mistakenOptionsAreNamed() {
        assertThatThrownBy(() -> FilesFixture.table(folder, FilesFixture.ID_TEXT, Map.of()))
                .hasMessageContaining("needs option \"format\"");
        assertThatThrownBy(() -> csv(folder, Map.of("delimeter", ";")))
                .hasMessageContaining(
                        "unknown option \"delimeter\" of connector \"files\"; did you mean \"delimiter\"");
        assertThatThrownBy(() -> csv(folder, Map.of("max-files-per-batch", "0")))
                .hasMessageContaining("a whole number from 1");
        assertThatThrownBy(() -> FilesFixture.table(folder, io.millrace.columnar.Schema.of(), Map.of("format", "csv")))
                .hasMessageContaining("table \"t\" declares no columns");
        try (Source source = csv(folder).source(List.of(0))) {
            assertThatThrownBy(() -> source.committed(new Offset("{}"))).isInstanceOf(MillraceException.class);
            assertThatThrownBy(() -> source.committed(new Offset("{")))
                    .hasMessageContaining("the position { is not one");
        }
    }

    private static void lost(Runnable action, Path file, String how) {
        assertThatThrownBy(action::run)
                .hasMessageContaining("\"" + file + "\"")
                .hasMessageContaining(how)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_LOST));
    }

    private static Offset next(Source source, Offset at) {
        return source.limit(at, source.latest(), new ReadLimit(500_000, Long.MAX_VALUE));
    }

    private static long[] readAll(Path path) {
        try (Source source = csv(path).source(List.of(0))) {
            return ids(source, source.initial(), source.latest());
        }
    }

    private static long[] ids(Source source, Offset start, Offset end) {
        return SourceContract.read(source, start, end).stream()
                .mapToLong(row -> (long) row.get(0))
                .toArray();
    }
}
