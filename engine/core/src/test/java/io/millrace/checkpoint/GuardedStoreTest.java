package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.storage.FileStore;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;

class GuardedStoreTest {
    /** Whoever stops a query does not wait until gigabytes are read. */
    @Test
    void anInterruptEndsTheReadingOfAFile() throws IOException {
        FileStore files = new RecordingFileStore();
        try (FileStore.Output output = files.create("a")) {
            output.write(new byte[100], 0, 100);
        }
        GuardedStore store = new GuardedStore(files);
        try (InputStream in = store.open("a")) {
            assertThat(in.read(new byte[10])).isEqualTo(10);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> in.read(new byte[10])).isInstanceOf(InterruptedIOException.class);
            assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(store.usable()).isTrue();
    }
}
