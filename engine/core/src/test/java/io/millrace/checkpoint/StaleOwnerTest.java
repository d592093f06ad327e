package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.storage.LocalFileStore;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was the owner of a checkpoint and woke up too late, where no lock told the two apart. */
class StaleOwnerTest {
    @TempDir
    Path folder;

    /** The lock file was replaced, so the system gives two owners a lock each. */
    @Test
    void anOwnerWhoseLockFileWasReplacedWritesNothingMoreOnceAnotherHasOpened() throws IOException {
        Checkpoint stale = open();
        stale.create(Script.PLAN);
        Batches.run(stale, 0, 2);
        stale.record(Batches.record(2), Batches.changes(2));
        Files.delete(folder.resolve("q/LOCK"));

        try (Checkpoint owner = open()) {
            assertThat(owner.epoch()).isEqualTo(2);
            owner.commit(2);
            Batches.run(owner, 3, 5);
            List<ThrowingCallable> writes = List.of(
                    () -> stale.commit(2),
                    () -> stale.replacePlan(Script.OTHER_PLAN),
                    () -> stale.record(Batches.record(2), Batches.changes(2)),
                    () -> stale.snapshot(1, Batches.whole(1), null),
                    stale::finish,
                    stale::close);
            for (ThrowingCallable write : writes) {
                assertLost(write);
            }
            Batches.run(owner, 5, 6);
        }
        try (Checkpoint next = open()) {
            assertThat(next.epoch()).isEqualTo(3);
            assertThat(next.lastRecord()).contains(Batches.record(5));
            assertThat(Batches.restored(next, 5)).isEqualTo(Batches.stateAfter(5));
        }
    }

    private void assertLost(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("query \"q\" has lost checkpoint \"" + folder.resolve("q")
                        + "\": its mark \"epoch-1\" is gone, pid "
                        + ProcessHandle.current().pid() + " on host \"")
                .hasMessageContaining("has opened it since; nothing more is written here")
                .extracting("code")
                .isEqualTo(ErrorCode.CHECKPOINT_LOCKED);
    }

    /** It had looked before it began to write; the sink must not hear of that record. */
    @Test
    void aRecordDuringWhichAnotherOpensIsNotAcknowledged() {
        RecordingFileStore files = new RecordingFileStore();
        Runnable[] between = {() -> {}};
        Checkpoint stale = Script.open(new Paused(files, between));
        stale.create(Script.PLAN);
        Batches.run(stale, 0, 2);
        between[0] = () -> {
            between[0] = () -> {};
            try (Checkpoint owner = Script.open(new Paused(files, between))) {
                assertThat(owner.epoch()).isEqualTo(2);
            }
        };
        assertThatThrownBy(() -> stale.record(Batches.record(2), Batches.changes(2)))
                .hasMessageContaining("has lost checkpoint");
    }

    @Test
    void ofTwoThatOpenAtOnceOneIsRefused() {
        RecordingFileStore files = new RecordingFileStore();
        try (Checkpoint first = Script.open(files)) {
            first.create(Script.PLAN);
        }
        Runnable[] atClaim = {() -> {}};
        FileStore racing = new Paused(files, new Runnable[] {() -> {}}) {
            @Override
            public boolean renameIfAbsent(String from, String to) throws IOException {
                if (to.equals("epoch-2")) {
                    atClaim[0].run();
                }
                return super.renameIfAbsent(from, to);
            }
        };
        Checkpoint[] winner = new Checkpoint[1];
        atClaim[0] = () -> winner[0] = Script.open(new Paused(files, new Runnable[] {() -> {}}));
        assertThatThrownBy(() -> Script.open(racing))
                .hasMessageContaining(
                        "is being opened by pid " + ProcessHandle.current().pid())
                .extracting("code")
                .isEqualTo(ErrorCode.CHECKPOINT_LOCKED);
        Batches.run(winner[0], 0, 1);
        winner[0].close();
        assertThat(files.files().keySet()).noneMatch(name -> name.endsWith(".new"));
    }

    /** The one who died was to have the same epoch, in making the checkpoint and in opening it. */
    @Test
    void theMarkOfAnOwnerThatDiedBeforeItWasInPlaceIsTakenAway() {
        RecordingFileStore files =
                new RecordingFileStore(Map.of("creating", new byte[0], "epoch-1-0123abcd.new", new byte[] {1}));
        try (Checkpoint first = Script.open(files)) {
            first.create(Script.PLAN);
            assertThat(first.epoch()).isEqualTo(1);
            assertThat(files.list("")).contains("epoch-1").noneMatch(name -> name.endsWith(".new"));
        }
        Map<String, byte[]> left = new TreeMap<>(files.files());
        left.put("epoch-2-0123abcd.new", new byte[0]);
        RecordingFileStore again = new RecordingFileStore(left);
        try (Checkpoint second = Script.open(again)) {
            assertThat(second.epoch()).isEqualTo(2);
            assertThat(again.list("")).contains("epoch-2").noneMatch(name -> name.endsWith(".new"));
        }
    }

    @Test
    void aMarkThatWasDeletedIsSaidToBe() throws IOException {
        Checkpoint checkpoint = open();
        checkpoint.create(Script.PLAN);
        Files.delete(folder.resolve("q/epoch-1"));
        assertThatThrownBy(() -> Batches.run(checkpoint, 0, 1))
                .hasMessageContaining("is gone, somebody has deleted it");
        assertThatThrownBy(checkpoint::close).hasMessageContaining("somebody has deleted it");
        try (Checkpoint next = open()) {
            assertThat(next.epoch()).isEqualTo(2);
        }
    }

    private Checkpoint open() {
        return Script.open(LocalFileStore.ownerOnly(folder.resolve("q")));
    }

    /** Files that two processes share and whose locks say nothing; something happens before each sync of the log. */
    private static class Paused extends SharedFiles {
        private final Runnable[] between;

        Paused(FileStore files, Runnable[] between) {
            super(files);
            this.between = between;
        }

        @Override
        public Output append(String name, long length) throws IOException {
            Output output = super.append(name, length);
            return new Output() {
                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    output.write(bytes, from, count);
                }

                @Override
                public void force() throws IOException {
                    output.force();
                    between[0].run();
                }

                @Override
                public long position() {
                    return output.position();
                }

                @Override
                public void close() throws IOException {
                    output.close();
                }
            };
        }
    }
}
