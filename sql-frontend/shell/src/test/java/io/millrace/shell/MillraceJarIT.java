package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user runs: millrace.jar and the start script beside it, as processes of their own. */
class MillraceJarIT {
    private static final Path JAR = Path.of("target", "millrace.jar").toAbsolutePath();
    private static final Path SCRIPT = Path.of("target", "millrace").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path folder;

    @Test
    void theDemoGivesTheSameBytesEveryTime() throws Exception {
        Outcome first = run(JAVA, "-jar", JAR.toString(), "demo", "--rows", "100000");
        assertThat(first.err()).isEmpty();
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("HOP(").contains("2015-07-15 00:00:02.000");
        Outcome second = run(SCRIPT.toString(), "demo", "--rows", "100000");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
    }

    @Test
    void theLiveDemoShowsAWindowAndEndsWhenInterrupted() throws Exception {
        Process process = new ProcessBuilder(JAVA, "-jar", JAR.toString(), "demo", "--format", "csv")
                .redirectError(folder.resolve("err").toFile())
                .start();
        Instant start = Instant.now();
        try (BufferedReader out = reader(process.getInputStream())) {
            assertThat(out.readLine()).isEqualTo("window_end,auction,bids,top_price");
            assertThat(out.readLine()).startsWith("2015-07-15 00:00:02.000,");
            Duration firstWindow = Duration.between(start, Instant.now());
            assertThat(firstWindow).as("from start to the first window").isLessThan(Duration.ofSeconds(60));
            interrupt(process);
            while (out.readLine() != null) {
                assertThat(process.isAlive() || process.exitValue() == 130).isTrue();
            }
        }
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(folder.resolve("err")).content().doesNotContain("Exception").doesNotContain("ERROR");
    }

    @Test
    void theOutputMayBeClosedEarly() throws Exception {
        Process process = new ProcessBuilder(JAVA, "-jar", JAR.toString(), "demo", "--format", "json")
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (BufferedReader out = reader(process.getInputStream())) {
            assertThat(out.readLine()).startsWith("{\"window_end\":");
        }
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(folder.resolve("err")).content().doesNotContain("Exception").doesNotContain("ERROR");
    }

    @Test
    void textsAndFileNamesOfAnyScriptWorkInTheCLocale() throws Exception {
        Path script = Files.writeString(folder.resolve("q.sql"), "SELECT '水車' AS \"Mühle\"");
        ProcessBuilder builder = new ProcessBuilder(
                SCRIPT.toString(), "--format=csv", "-e", "SELECT '水車' AS \"Mühle\"", "--set", "parallelism=1");
        assertThat(run(builder).out()).isEqualTo("Mühle\n水車\n");
        assertThat(run(JAVA, "-jar", JAR.toString(), "--format=csv", "-f", script.toString())
                        .out())
                .isEqualTo("Mühle\n水車\n");
    }

    @Test
    void theScriptWorksThroughALinkAndFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("mr"), SCRIPT);
        assertThat(run(link.toString(), "--version").out()).startsWith("Millrace ");
        Files.delete(link);
    }

    @Test
    void aMistakeIsReportedWithoutAStackTrace() throws Exception {
        Outcome outcome = run(JAVA, "-jar", JAR.toString(), "-e", "SELECT nothing FROM nowhere");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("ERROR 42P01: ")
                .doesNotContain("\tat ")
                .contains("^^^^^^^");
    }

    @Test
    void theJarCarriesTheLicencesOfWhatItBundles() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            assertThat(names)
                    .contains(
                            "META-INF/LICENSE",
                            "META-INF/NOTICE",
                            "META-INF/licenses/NOTICE",
                            "META-INF/licenses/BSD-3-Clause.txt",
                            "META-INF/licenses/MIT.txt",
                            "META-INF/licenses/commons-math3.txt")
                    .doesNotHaveDuplicates();
            try (InputStream notice = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
                assertThat(new String(notice.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("Millrace", "Apache Calcite", "Jackson");
            }
        }
    }

    private static void interrupt(Process process) throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    private Outcome run(String... command) throws Exception {
        return run(new ProcessBuilder(command));
    }

    private Outcome run(ProcessBuilder builder) throws Exception {
        builder.environment().remove("LANG");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        Process process = builder.directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(err)
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private record Outcome(int code, String out, String err) {}
}
