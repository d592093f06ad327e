package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
    private static final String TABLE = "CREATE TABLE t WITH ('connector'='nexmark', 'table'='bid', 'rows'='10');";

    @TempDir
    Path folder;

    @Test
    void helpAndVersionEndWell() {
        assertThat(ShellRun.of("--help").out()).contains("--format", "demo", "--set", "130 interrupted");
        assertThat(ShellRun.of("--version").out()).matches("Millrace \\d+\\..* \\(Java .*\\)\\R");
        assertThat(ShellRun.of("demo", "--help").out()).contains("--rows");
        assertThat(ShellRun.of("--help").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--fromat=csv",
                "dmeo",
                "--format=xml",
                "--set=nonsense",
                "--set=no.such.key=1",
                "-e=SELECT 1 -f=x.sql",
                "-f=/no/such/file.sql",
                "demo --rows=0",
                "demo --rows=many"
            })
    void wrongUsageIsRefusedWithTwo(String commandLine) {
        ShellRun run = ShellRun.of(commandLine.split(" (?=-|demo)"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isNotBlank().doesNotContain("Exception", "\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void statementsRunInOrder() {
        ShellRun run = ShellRun.of("-e", TABLE + "SHOW TABLES", "--format", "csv");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().skip(1)).containsExactly("t,nexmark,\"read, bounded\"");
    }

    @Test
    void aScriptComesFromAFileOrTheStandardInput() throws IOException {
        Path script = Files.writeString(folder.resolve("s.sql"), "\uFEFF" + TABLE + "\nSHOW TABLES;\n");
        String shown = ShellRun.of("-f", script.toString()).out();
        assertThat(shown).contains(" t ").contains("nexmark");
        assertThat(ShellRun.withInput(TABLE + "SHOW TABLES", "-f", "-").out()).isEqualTo(shown);
        assertThat(ShellRun.withInput(TABLE + "SHOW TABLES").out()).isEqualTo(shown);
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws IOException {
        Path script = Files.write(folder.resolve("s.sql"), "SELECT 'ü'".getBytes(StandardCharsets.ISO_8859_1));
        ShellRun run = ShellRun.of("-f", script.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("not UTF-8");
    }

    @Test
    void aMistakeIsMarkedInTheSql() {
        ShellRun run = ShellRun.of("-e", "SELECT 1;\nSELEC 2");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("ERROR 42601: ").contains("line 2, column 1:", "  SELEC 2\n  ^^^^^");
    }

    @Test
    void settingsHoldForTheScript() {
        ShellRun run = ShellRun.of("--set", "max-rows-per-batch=7", "-e", "SET", "--format=csv");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("max-rows-per-batch,\"?7");
    }

    @Test
    void aDatabaseIsKept() throws IOException {
        Path database = folder.resolve("db");
        String job = "CREATE TABLE IF NOT EXISTS t WITH ('connector'='nexmark', 'table'='bid', 'rows'='10');"
                + "CREATE TABLE IF NOT EXISTS r (auction BIGINT) WITH ('connector'='files', 'format'='csv', 'path'='"
                + folder.resolve("r") + "');"
                + "INSERT INTO r SELECT auction FROM t; SELECT COUNT(*) AS n FROM r;";
        ShellRun first = ShellRun.of("--database", database.toString(), "-e", job, "--format", "csv");
        assertThat(first.err()).isEmpty();
        assertThat(ShellRun.of("--database", database.toString(), "-e", job, "--format", "csv"))
                .as("the same job again adds nothing")
                .isEqualTo(first);
        ShellRun queries = ShellRun.of("--database", database.toString(), "-e", "SHOW QUERIES", "--format", "csv");
        assertThat(queries.out()).contains("\nr,,finished,");
        try (Session session = Session.builder().database(database).build()) {
            ShellRun refused = ShellRun.of("--database", database.toString(), "-e", "SHOW TABLES");
            assertThat(session.names()).containsExactly("r", "t");
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err())
                    .startsWith("ERROR 55P03: database \"" + database + "\" is in use by pid "
                            + ProcessHandle.current().pid());
        }
        ShellRun none = ShellRun.of("--database", folder.toString(), "-e", "SHOW TABLES");
        assertThat(none.code()).isEqualTo(3);
        assertThat(none.err()).contains("holds \"db\" and is no database");
    }

    @Test
    void argumentsSurviveALocaleThatCannotSpellThem() throws IOException {
        Path commandLine = Files.writeString(folder.resolve("cmdline"), "java\0-jar\0m.jar\0-e\0SELECT '水車'\0");
        assertThat(CommandLineText.restore(new String[] {"-e", "SELECT '??????'"}, commandLine))
                .containsExactly("-e", "SELECT '水車'");
        String[] given = {"-e", "x"};
        assertThat(CommandLineText.restore(given, folder.resolve("absent"))).isSameAs(given);
    }

    @Test
    void fsckSaysWhichFilesOfACheckpointAreGood() throws IOException {
        String query = "SET 'checkpoint.dir'='" + folder.resolve("checkpoints") + "'; " + TABLE
                + "CREATE TABLE r (n BIGINT) WITH ('connector'='blackhole');"
                + "SET 'output.mode'='update'; INSERT INTO r SELECT COUNT(*) AS n FROM t;";
        assertThat(ShellRun.of("-e", query).err()).isEmpty();
        Path checkpoint = folder.resolve("checkpoints").resolve("r");
        ShellRun good = ShellRun.of("fsck", checkpoint.toString());
        assertThat(good.code()).isZero();
        assertThat(good.out())
                .contains("good     metadata ", " bytes  the query and its plan")
                .endsWith("query \"r\": no file is damaged; the log goes to batch 1, and the state can be"
                        + " restored up to batch 1; the query is finished" + System.lineSeparator());

        Path log = checkpoint.resolve("log/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        Files.write(log, bytes);
        ShellRun damaged = ShellRun.of("fsck", checkpoint.toString());
        assertThat(damaged.code()).isEqualTo(3);
        assertThat(damaged.out())
                .containsPattern("DAMAGED  log/0{20}.log .* at offset")
                .contains("query \"r\": 1 of 4 files is damaged");

        ShellRun missing = ShellRun.of("fsck", folder.toString());
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).startsWith("ERROR 58P01: there is no checkpoint in");
        assertThat(ShellRun.of("fsck").code()).isEqualTo(2);
    }
}
