package io.millrace.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, for what is measured of a whole process. */
final class ChildProcess {
    private ChildProcess() {}

    /**
     * What a run came to.
     *
     * @param output the lines that it printed
     */
    record Ended(double seconds, List<String> output) {}

    /** Runs a class of this class path. Errors: IllegalStateException with the output when it fails. */
    static Ended run(List<String> flags, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(flags);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        return java(command);
    }

    /** Runs {@code java} with these arguments, from the start of the process to its end. */
    static Ended java(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return run(command);
    }

    /** Runs a command that finds this JVM in {@code JAVA_HOME}. */
    static Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("millrace-benchmark", ".out");
        try {
            long start = System.nanoTime();
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            int exit;
            try {
                exit = process.waitFor();
            } finally {
                process.destroyForcibly();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            if (exit != 0) {
                throw new IllegalStateException(
                        "exit code " + exit + " of " + String.join(" ", command) + ":\n" + String.join("\n", lines));
            }
            return new Ended(seconds, lines);
        } finally {
            Files.delete(output);
        }
    }

    /** Under a test runner the class path is in another property. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Most memory that this process has had resident, in MiB; 0 where the system does not say. */
    static long peakMebibytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
