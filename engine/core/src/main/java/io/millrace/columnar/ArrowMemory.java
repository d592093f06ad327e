package io.millrace.columnar;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The Arrow memory of the process: all of it is below one root, so that what is in use can be counted. Thread-safe. */
public final class ArrowMemory {
    private static final BufferAllocator ROOT = new RootAllocator();

    private ArrowMemory() {}

    /** An allocator without a limit of its own. The caller closes it, which fails while anything of it is in use. */
    public static BufferAllocator newAllocator(String name) {
        return ROOT.newChildAllocator(name, 0, Long.MAX_VALUE);
    }

    /** What is in use now, of all allocators. */
    public static long allocatedBytes() {
        return ROOT.getAllocatedMemory();
    }
}
