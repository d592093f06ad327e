package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes from the start of a JVM to the first row of {@link FirstRow}, its class data archived: printed, since on a
 * quiet machine it is under a second, and a build's machine is not quiet. {@code -Dmillrace.firstRowMillisMax=1000} makes that
 * the limit, {@code -Dmillrace.firstRowRuns=10} takes the best of ten.
 */
@Timeout(300)
class FirstRowTest {
    private static final long MILLIS_MAX = Long.getLong("millrace.firstRowMillisMax", 30_000);
    private static final int RUNS = Integer.getInteger("millrace.firstRowRuns", 1);

    @TempDir
    private Path folder;

    @Test
    void theFirstRowIsThereSoon() throws Exception {
        String classPath = jars();
        Path archive = folder.resolve("classes.jsa");
        start(classPath, "-XX:ArchiveClassesAtExit=" + archive).waitFor();
        assertThat(archive).isNotEmptyFile();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long from = System.nanoTime();
            Process process = start(classPath, "-XX:SharedArchiveFile=" + archive, "-Xshare:on");
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(lines.readLine()).matches("auction \\d+");
                best = Math.min(best, Duration.ofNanos(System.nanoTime() - from).toMillis());
            }
            assertThat(process.waitFor()).isZero();
        }
        System.out.println("first row over embedded JDBC, from the start of the JVM: " + best + " ms");
        assertThat(best).as("milliseconds").isLessThan(MILLIS_MAX);
    }

    private static Process start(String classPath, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, FirstRow.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The class path of the tests without folders, of which no class data can be archived. */
    private String jars() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(part);
            if (Files.isDirectory(path)) {
                Path jar = folder.resolve("classes-" + jars.size() + ".jar");
                pack(path, jar);
                jars.add(jar.toString());
            } else if (needed(path.getFileName().toString())) {
                jars.add(part);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** What only tests need takes time to open, and a program does not have it. */
    private static boolean needed(String jar) {
        return Stream.of(
                        "junit",
                        "assertj",
                        "opentest4j",
                        "byte-buddy",
                        "archunit",
                        "sqlline",
                        "jline",
                        "spring",
                        "Hikari")
                .noneMatch(jar::startsWith);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (classes.endsWith("test-classes") && !name.endsWith("/FirstRow.class")) {
                    continue;
                }
                out.putNextEntry(new ZipEntry(name));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
