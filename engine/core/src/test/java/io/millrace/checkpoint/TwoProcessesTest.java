package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.LocalFileStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TwoProcessesTest {
    @TempDir
    Path folder;

    @Test
    void theSecondProcessIsRefusedUntilTheFirstIsGone() throws Exception {
        Process child = start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("owner of epoch 1");
            long start = System.nanoTime();
            assertThatThrownBy(() -> open(folder))
                    .isInstanceOf(MillraceException.class)
                    .hasMessageContaining("is in use by pid " + child.pid() + " on host \"")
                    .extracting("code")
                    .isEqualTo(ErrorCode.CHECKPOINT_LOCKED);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        } finally {
            child.destroyForcibly().waitFor();
        }
        try (Checkpoint checkpoint = open(folder)) {
            assertThat(checkpoint.epoch()).isEqualTo(2);
            assertThat(checkpoint.lastRecord()).contains(Batches.record(1));
            assertThat(checkpoint.lastCommitted()).isFalse();
            assertThat(Batches.restored(checkpoint, 1)).isEqualTo(Batches.stateAfter(1));
        }
    }

    @Test
    void refusingOthersInThisProcessDoesNotDropItsLock() throws Exception {
        try (Checkpoint checkpoint = open(folder)) {
            checkpoint.create(Script.PLAN);
            assertThatThrownBy(() -> open(folder)).hasMessageContaining("is in use");
            Process child = start();
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                assertThat(lines.readLine())
                        .startsWith("CHECKPOINT_LOCKED")
                        .contains("pid " + ProcessHandle.current().pid());
            }
            assertThat(child.waitFor()).isEqualTo(1);
            Batches.run(checkpoint, 0, 1);
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Checkpoint open(Path folder) {
        return Checkpoint.open(LocalFileStore.ownerOnly(folder.resolve("q")), "q");
    }

    /** Takes the checkpoint, records two batches, commits one, and waits to be killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            try {
                Checkpoint checkpoint = open(Path.of(arguments[0]));
                checkpoint.create(Script.PLAN);
                Batches.run(checkpoint, 0, 1);
                checkpoint.record(Batches.record(1), Batches.changes(1));
                out.println("owner of epoch " + checkpoint.epoch());
                new InputStreamReader(System.in, StandardCharsets.UTF_8).read();
            } catch (MillraceException e) {
                out.println(e.code() + " " + e.getMessage());
                System.exit(1);
            }
        }
    }
}
