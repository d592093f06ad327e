package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.MillraceException;
import io.millrace.storage.UnsyncedFileStore;
import io.millrace.testing.FaultyFileStore;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {
    private static final long SEED = Long.getLong("millrace.crash.seed", 20261123);

    /** After every so many-th kill the next process does all that one can do, and not only record a batch. */
    private static final int GO_ON_STEP = Integer.getInteger("millrace.kill.step", 4);

    /** What a careless file store, or a careless user of one, leaves out. */
    enum Bug {
        NO_FILE_SYNC(name -> true, name -> false),
        NO_FOLDER_SYNC(name -> false, name -> true),
        NO_SYNC_OF_LOG_ENTRIES(name -> name.endsWith(".log"), name -> false),
        NO_SYNC_OF_NEW_SEGMENTS(name -> name.endsWith(".log.new"), name -> false),
        NO_SYNC_OF_DELTAS(name -> name.contains(".delta"), name -> false),
        NO_SYNC_OF_SNAPSHOTS(name -> name.contains(".snapshot"), name -> false),
        NO_SYNC_OF_DATABASES(name -> name.contains(".database-"), name -> false),
        NO_SYNC_OF_METADATA(name -> name.startsWith("metadata"), name -> false),
        NO_SYNC_OF_LOG_FOLDER(name -> false, name -> name.equals("log")),
        NO_SYNC_OF_STATE_FOLDER(name -> false, name -> name.equals("state")),
        NO_SYNC_OF_ROOT(name -> false, String::isEmpty);

        private final Predicate<String> file;
        private final Predicate<String> folder;

        Bug(Predicate<String> file, Predicate<String> folder) {
            this.file = file;
            this.folder = folder;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCrashAtAnyMomentLosesNothingAcknowledged(boolean inDatabase) {
        assertThat(CrashCheck.run(SEED, inDatabase, UnaryOperator.identity())).isGreaterThan(inDatabase ? 300 : 1_000);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingSyncIsFound(Bug bug) {
        assertThatThrownBy(() -> CrashCheck.run(
                        SEED,
                        bug == Bug.NO_SYNC_OF_DATABASES,
                        store -> new UnsyncedFileStore(store, bug.file, bug.folder)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed " + SEED);
    }

    /**
     * What the system has in memory of a killed process is there for the next one, and gone when the power is; so is what a
     * failed sync was to make durable, which a later sync does not.
     */
    @Test
    void whatAKilledProcessDidNotSyncTheNextOneDoes() throws IOException {
        int kills = 0;
        for (int at = 0; killed(at, false); at++) {
            kills++;
            if (at % GO_ON_STEP == 0) {
                killed(at, true);
            }
        }
        assertThat(kills).isGreaterThan(50);
    }

    private static void letGo(Script killed) {
        killed.letGo();
        try {
            if (killed.checkpoint() != null) {
                killed.checkpoint().close();
            }
        } catch (MillraceException e) {
            assertThat(e).hasMessageContaining("Input/output error");
        }
    }

    private static void loseWhatWasNotSynced(RecordingFileStore recorded, String failed) throws IOException {
        String name = failed.substring(failed.indexOf(' ') + 1);
        if (failed.startsWith("sync ") && recorded.files().containsKey(name)) {
            recorded.loseUnsynced(name);
        }
    }

    /** Acknowledges something with nothing but a sync of the log: whatever that is to lie in has to be durable before. */
    private static void recordOne(Checkpoint checkpoint) {
        if (checkpoint.isNew()) {
            checkpoint.create(Script.PLAN);
        }
        if (!checkpoint.finished()) {
            long last = checkpoint.lastRecord().map(BatchRecord::batchId).orElse(-1L);
            if (last >= 0) {
                checkpoint.commit(last);
            }
            checkpoint.record(Batches.record(last + 1), Batches.changes(last + 1));
        }
    }

    /** False when the script has fewer operations. */
    private static boolean killed(int at, boolean goesOn) throws IOException {
        RecordingFileStore recorded = new RecordingFileStore();
        FaultyFileStore store = new FaultyFileStore(recorded);
        store.failAt(at, FaultyFileStore.Fault.IO_ERROR);
        Script script = new Script(store, at % 2 == 1);
        try {
            Script.STEPS.forEach(step -> step.action().accept(script));
            return false;
        } catch (MillraceException e) {
            loseWhatWasNotSynced(recorded, store.failed().orElseThrow());
            store.failFromNow(FaultyFileStore.Fault.IO_ERROR);
            letGo(script);
        }
        String expected;
        try (Checkpoint next = Script.open(recorded)) {
            if (goesOn) {
                CrashCheck.goOn(next, false, at % 2 == 1);
            } else {
                recordOne(next);
            }
            expected = Batches.describe(next);
        }
        recorded.crashStates().after(recorded.operationCount(), SEED, state -> {
            String situation = "killed at %d (%s), then %s".formatted(at, store.failed(), state.description());
            try (Checkpoint found = Script.open(state.store())) {
                assertThat(Batches.describe(found)).as(situation).isEqualTo(expected);
            } catch (MillraceException e) {
                throw new AssertionError(situation + ": it does not open", e);
            }
        });
        return true;
    }
}
