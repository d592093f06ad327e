package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryFolderTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "Orders by day-2_x.y, Orders by day-2_x.y",
        "日本, %E6%97%A5%E6%9C%AC",
        "a/b, a%2Fb",
        "100%, 100%25",
        "'', %"
    })
    void aFolderHasTheNameOfTheQuery(String query, String folder) {
        assertThat(QueryFolder.of(root, query)).isEqualTo(root.resolve(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../x", "/etc", "a/../../x", "..\\x", "a\0b", ".hidden"})
    void aNameNeverLeadsOutOfTheRoot(String query) {
        Path folder = QueryFolder.of(root, query);
        assertThat(folder.normalize()).isEqualTo(folder);
        assertThat(folder.getParent()).isEqualTo(root);
        assertThat(folder.getFileName().toString()).doesNotStartWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "größe", "a/b"})
    void aFolderIsFoundWithoutRegardToCase(String query) throws IOException {
        Path folder = Files.createDirectory(QueryFolder.of(root, query));
        Files.createDirectory(root.resolve("100%"));
        assertThat(QueryFolder.of(root, query.toUpperCase(Locale.ROOT).replace("SS", "ß")))
                .isEqualTo(folder);
    }

    @Test
    void longNamesStayDifferent() {
        String prefix = "x".repeat(300);
        Path one = QueryFolder.of(root, prefix + "1");
        assertThat(one).isNotEqualTo(QueryFolder.of(root, prefix + "2")).isEqualTo(QueryFolder.of(root, prefix + "1"));
        assertThat(one.getFileName().toString()).hasSizeLessThan(200);
    }

    @Test
    void aRootThatIsNoFolderIsNamed() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> QueryFolder.of(file, "q"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("could not list the checkpoints in \"" + file + "\": it is not a folder");
        assertThat(QueryFolder.of(root.resolve("not/yet"), "q")).isEqualTo(root.resolve("not/yet/q"));
    }
}
