package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.testing.FaultyFileStore;
import io.millrace.testing.FaultyFileStore.Fault;
import io.millrace.testing.RecordingFileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are full or fail, at every operation of a {@link Script}. */
class FaultTest {
    /** Of a state in a database, every which operation is one that fails. */
    private static final int DATABASE_STEP = 3;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenThereIsRoomAgainTheSameCallGoesOnAsIfNothingHadBeen(boolean inDatabase) {
        String expected = runWithRetries(new FaultyFileStore(new RecordingFileStore()), inDatabase);
        int failures = 0;
        for (long at = 0; at < operations(inDatabase); at += inDatabase ? DATABASE_STEP : 1) {
            FaultyFileStore store = new FaultyFileStore(new RecordingFileStore());
            store.failAt(at, Fault.DISK_FULL);
            assertThat(runWithRetries(store, inDatabase))
                    .as("disk full at operation %d, %s", at, store.failed())
                    .isEqualTo(expected);
            failures += store.failed().isPresent() ? 1 : 0;
        }
        assertThat(failures).isGreaterThan(60);
    }

    /** Runs the script, making each call again that finds no room; what a reader sees at the end, without its ids. */
    private static String runWithRetries(FaultyFileStore store, boolean inDatabase) {
        Script script = new Script(store, inDatabase);
        for (Script.Step step : Script.STEPS) {
            MillraceException failure = catchThrowableOfType(
                    MillraceException.class, () -> step.action().accept(script));
            if (failure != null) {
                assertThat(failure.code()).as(step.name()).isEqualTo(ErrorCode.DISK_FULL);
                assertThat(failure).hasMessageContaining("no room to ").hasMessageContaining("free some space");
                step.action().accept(script);
            }
        }
        store.heal();
        return describe(store);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterAFailingDeviceTheCheckpointOpensWithWhatWasAcknowledged(boolean inDatabase) {
        for (long at = 0; at < operations(inDatabase); at += inDatabase ? DATABASE_STEP : 1) {
            RecordingFileStore recorded = new RecordingFileStore();
            FaultyFileStore store = new FaultyFileStore(recorded);
            store.failAt(at, Fault.IO_ERROR);
            Script script = new Script(store, inDatabase);
            long acknowledged = -1;
            MillraceException failure = null;
            String failedStep = "";
            for (Script.Step step : Script.STEPS) {
                failedStep = step.name();
                failure = catchThrowableOfType(
                        MillraceException.class, () -> step.action().accept(script));
                if (failure != null) {
                    break;
                }
                acknowledged = script.checkpoint()
                        .lastRecord()
                        .map(BatchRecord::batchId)
                        .orElse(-1L);
            }
            script.letGo();
            assertThat(failure).as("operation %d", at).isNotNull();
            assertThat(failure.code()).as(store.failed().orElseThrow()).isEqualTo(ErrorCode.IO_ERROR);
            assertThat(failure).hasMessageContaining("Input/output error").hasMessageContaining("could not ");
            if (store.failed().orElseThrow().startsWith("sync ") && !failedStep.matches("open.*|close")) {
                requireRefusing(script.checkpoint());
            }
            long least = failedStep.startsWith("discard") ? acknowledged - 1 : acknowledged;
            requireAtLeast(recorded, least, store.failed().orElseThrow());
        }
    }

    private static void requireRefusing(Checkpoint checkpoint) {
        if (!checkpoint.isNew()) {
            assertThatThrownBy(() -> checkpoint.commit(0))
                    .hasMessageContaining("takes no more writes since a sync failed");
            assertThatThrownBy(() -> checkpoint.record(Batches.record(99), Batches.changes(99)))
                    .hasMessageContaining("takes no more writes since a sync failed");
        }
        assertThatThrownBy(checkpoint::flush).hasMessageContaining("takes no more writes since a sync failed");
    }

    /** The process died of it: its files are there as it left them. */
    private static void requireAtLeast(RecordingFileStore left, long least, String failed) {
        try (Checkpoint checkpoint = Script.open(new RecordingFileStore(left.files()))) {
            assertThat(checkpoint.lastRecord().map(BatchRecord::batchId).orElse(-1L))
                    .as(failed)
                    .isGreaterThanOrEqualTo(least);
            Batches.describe(checkpoint);
        }
    }

    @Test
    void afterAFailedSyncCloseStillGivesUpTheLock() {
        RecordingFileStore recorded = new RecordingFileStore();
        FaultyFileStore store = new FaultyFileStore(recorded);
        Checkpoint checkpoint = Script.open(store);
        checkpoint.create(Script.PLAN);
        store.failFromNow(Fault.IO_ERROR);
        assertThatThrownBy(() -> checkpoint.record(Batches.record(0), Batches.changes(0)))
                .hasMessageContaining("could not ");
        store.heal();
        checkpoint.close();
        Script.open(store).close();
    }

    private static long operations(boolean inDatabase) {
        FaultyFileStore store = new FaultyFileStore(new RecordingFileStore());
        Script script = new Script(store, inDatabase);
        Script.STEPS.forEach(step -> step.action().accept(script));
        return store.operations();
    }

    private static String describe(FaultyFileStore store) {
        try (Checkpoint checkpoint = Script.open(store)) {
            String text = Batches.describe(checkpoint);
            int id = text.lastIndexOf("\nid ");
            return text.substring(checkpoint.queryId().length(), id);
        }
    }
}
