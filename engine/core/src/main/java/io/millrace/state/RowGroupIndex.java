package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Selection;
import java.util.Arrays;
import java.util.List;

/**
 * Keys of any number of columns of any types, as encoded rows in one array of bytes. Bytes of removed keys are squeezed
 * out when they are more than half.
 */
final class RowGroupIndex extends GroupIndex {
    private final List<DataType> types;
    private final RowCodec codec;
    private final ByteSink rowBytes = new ByteSink(64);
    private byte[] arena = new byte[1024];
    private int arenaEnd;
    private int garbage;
    private int[] starts = new int[32];
    private int[] lengths = new int[32];

    private final SlotTable table = new SlotTable();
    private final SlotTable.KeyTest keyTest = this::matches;
    private long[] rowHashes = new long[0];
    private Column[] rowKeys;
    private int encodedRow = -1;

    RowGroupIndex(List<DataType> types) {
        this.types = List.copyOf(types);
        this.codec = new RowCodec(types);
    }

    @Override
    void bind(Column[] keys, Selection rows, int[] groups, boolean add) {
        int count = rows.count();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
        }
        KeyHash.hash(keys, rows, rowHashes);
        rowKeys = keys;
        encodedRow = -1;
        for (int i = 0; i < count; i++) {
            int slot = table.find(rowHashes[i], rows.row(i), keyTest);
            if (slot == ABSENT && add) {
                slot = takeSlot();
                store(slot, rows.row(i));
                table.add(slot, rowHashes[i]);
            }
            groups[i] = slot;
        }
    }

    @Override
    void bind(GroupIndex other, int[] from, int count, int[] groups) {
        if (size() == 0) {
            table.reserve(count);
        }
        bind(other.keys(from, count), Selection.all(count), groups, true);
    }

    private boolean matches(int slot, int row) {
        encode(row);
        int start = starts[slot];
        return lengths[slot] == rowBytes.length()
                && Arrays.equals(arena, start, start + lengths[slot], rowBytes.bytes(), 0, rowBytes.length());
    }

    private void store(int slot, int row) {
        encode(row);
        if (slot >= starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            lengths = Arrays.copyOf(lengths, 2 * lengths.length);
        }
        int length = rowBytes.length();
        reserve(length);
        System.arraycopy(rowBytes.bytes(), 0, arena, arenaEnd, length);
        starts[slot] = arenaEnd;
        lengths[slot] = length;
        arenaEnd += length;
    }

    private void encode(int row) {
        if (encodedRow != row) {
            rowBytes.clear();
            codec.encode(rowKeys, row, rowBytes);
            encodedRow = row;
        }
    }

    private void reserve(int length) {
        if ((long) arenaEnd + length > arena.length) {
            if (garbage > arenaEnd / 2) {
                squeeze();
            }
            if ((long) arenaEnd + length > arena.length) {
                long capacity = Math.min(Integer.MAX_VALUE - 8, Math.max(2L * arena.length, (long) arenaEnd + length));
                arena = Arrays.copyOf(arena, (int) capacity);
            }
        }
    }

    private void squeeze() {
        byte[] squeezed = new byte[arena.length];
        int end = 0;
        for (int slot : liveSlots()) {
            System.arraycopy(arena, starts[slot], squeezed, end, lengths[slot]);
            starts[slot] = end;
            end += lengths[slot];
        }
        arena = squeezed;
        arenaEnd = end;
        garbage = 0;
    }

    @Override
    void release(int slot) {
        table.remove(slot);
        garbage += lengths[slot];
        starts[slot] = 0;
        lengths[slot] = 0;
    }

    @Override
    public long hash(int slot) {
        return table.hash(slot);
    }

    @Override
    public Column[] keys(int[] slots, int count) {
        ColumnBuilder[] builders = new ColumnBuilder[types.size()];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = ColumnBuilder.of(types.get(i), count);
        }
        for (int i = 0; i < count; i++) {
            codec.decode(arena, starts[slots[i]], builders);
        }
        Column[] columns = new Column[builders.length];
        Arrays.setAll(columns, i -> builders[i].build());
        return columns;
    }

    @Override
    int compareKeys(int slotA, int slotB) {
        return Arrays.compare(
                arena,
                starts[slotA],
                starts[slotA] + lengths[slotA],
                arena,
                starts[slotB],
                starts[slotB] + lengths[slotB]);
    }

    @Override
    public void clear() {
        super.clear();
        table.clear();
        arenaEnd = 0;
        garbage = 0;
    }

    @Override
    public long heapBytes() {
        return super.heapBytes() + table.heapBytes() + arena.length + 8L * (starts.length + rowHashes.length);
    }
}
