package io.millrace.state;

import io.millrace.testing.HeapDatabase;
import java.nio.file.Path;

/** A state backend without a library: what it keeps in a checkpoint are files like those of any other. */
public final class HeapBackend implements StateBackend {
    @Override
    public String name() {
        return "heap";
    }

    @Override
    public StateDatabase open(Path folder) {
        return HeapDatabase.open(folder);
    }
}
