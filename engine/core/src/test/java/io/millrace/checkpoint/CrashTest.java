package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.storage.UnsyncedFileStore;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashTest {
    private static final long SEED = Long.getLong("millrace.crash.seed", 20261123);

    /** What a careless file store, or a careless user of one, leaves out. */
    enum Bug {
        NO_FILE_SYNC(name -> true, name -> false),
        NO_FOLDER_SYNC(name -> false, name -> true),
        NO_SYNC_OF_LOG_ENTRIES(name -> name.endsWith(".log"), name -> false),
        NO_SYNC_OF_NEW_SEGMENTS(name -> name.endsWith(".log.new"), name -> false),
        NO_SYNC_OF_DELTAS(name -> name.contains(".delta"), name -> false),
        NO_SYNC_OF_SNAPSHOTS(name -> name.contains(".snapshot"), name -> false),
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

    @Test
    void aCrashAtAnyMomentLosesNothingAcknowledged() {
        assertThat(CrashCheck.run(SEED, UnaryOperator.identity())).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingSyncIsFound(Bug bug) {
        assertThatThrownBy(() -> CrashCheck.run(SEED, store -> new UnsyncedFileStore(store, bug.file, bug.folder)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed " + SEED);
    }
}
