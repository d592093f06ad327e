package io.millrace.state;

import java.util.Arrays;

/** The bytes of keys by slot, in one array. Bytes of removed keys are squeezed out when they are more than half. */
final class KeyBytes {
    private byte[] bytes = new byte[1024];
    private int end;
    private int garbage;
    private int[] starts = new int[32];
    private int[] lengths = new int[32];
    private int slots;

    void put(int slot, byte[] data, int from, int length) {
        if (slot >= starts.length) {
            starts = Arrays.copyOf(starts, Math.max(slot + 1, 2 * starts.length));
            lengths = Arrays.copyOf(lengths, starts.length);
        }
        slots = Math.max(slots, slot + 1);
        reserve(length);
        System.arraycopy(data, from, bytes, end, length);
        starts[slot] = end;
        lengths[slot] = length;
        end += length;
    }

    private void reserve(int length) {
        if ((long) end + length > bytes.length) {
            if (garbage > end / 2) {
                squeeze();
            }
            if ((long) end + length > bytes.length) {
                long capacity = Math.min(Integer.MAX_VALUE - 8, Math.max(2L * bytes.length, (long) end + length));
                bytes = Arrays.copyOf(bytes, (int) capacity);
            }
        }
    }

    private void squeeze() {
        byte[] squeezed = new byte[bytes.length];
        int to = 0;
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(bytes, starts[slot], squeezed, to, lengths[slot]);
            starts[slot] = to;
            to += lengths[slot];
        }
        bytes = squeezed;
        end = to;
        garbage = 0;
    }

    void remove(int slot) {
        garbage += lengths[slot];
        starts[slot] = 0;
        lengths[slot] = 0;
    }

    boolean equal(int slot, byte[] data, int from, int length) {
        int start = starts[slot];
        return lengths[slot] == length && Arrays.equals(bytes, start, start + length, data, from, from + length);
    }

    int compare(int slotA, int slotB) {
        return Arrays.compareUnsigned(bytes, start(slotA), end(slotA), bytes, start(slotB), end(slotB));
    }

    /** The array that {@link #start} points into; until the next {@link #put}. */
    byte[] bytes() {
        return bytes;
    }

    int start(int slot) {
        return starts[slot];
    }

    int end(int slot) {
        return starts[slot] + lengths[slot];
    }

    void clear() {
        end = 0;
        garbage = 0;
        slots = 0;
    }

    long heapBytes() {
        return bytes.length + 8L * starts.length;
    }
}
