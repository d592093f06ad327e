package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Selection;
import java.util.Arrays;
import java.util.List;

/** Keys of any number of columns of any types, as encoded rows. */
final class RowGroupIndex extends GroupIndex {
    private final List<DataType> types;
    private final RowCodec codec;
    private final ByteSink rowBytes = new ByteSink(64);
    private final KeyBytes keyBytes = new KeyBytes();
    private final SlotTable table = new SlotTable();
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
            groups[i] = bind(rows.row(i), rowHashes[i], add);
        }
    }

    @Override
    void bind(GroupIndex other, int[] from, int count, int[] groups) {
        if (size() == 0) {
            table.reserve(count);
        }
        bind(other.keys(from, count), Selection.all(count), groups, true);
    }

    private int bind(int row, long hash, boolean add) {
        int at = table.first(hash);
        int slot = table.slot(at);
        while (slot != ABSENT && !(table.hash(slot) == hash && matches(slot, row))) {
            at = table.next(at);
            slot = table.slot(at);
        }
        if (slot == ABSENT && add) {
            encode(row);
            slot = takeSlot();
            keyBytes.put(slot, rowBytes.bytes(), 0, rowBytes.length());
            table.add(slot, hash);
        }
        return slot;
    }

    private boolean matches(int slot, int row) {
        encode(row);
        return keyBytes.equal(slot, rowBytes.bytes(), 0, rowBytes.length());
    }

    private void encode(int row) {
        if (encodedRow != row) {
            rowBytes.clear();
            codec.encode(rowKeys, row, rowBytes);
            encodedRow = row;
        }
    }

    @Override
    void release(int slot) {
        table.remove(slot);
        keyBytes.remove(slot);
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
            codec.decode(keyBytes.bytes(), keyBytes.start(slots[i]), builders);
        }
        Column[] columns = new Column[builders.length];
        Arrays.setAll(columns, i -> builders[i].build());
        return columns;
    }

    @Override
    int compareKeys(int slotA, int slotB) {
        return keyBytes.compare(slotA, slotB);
    }

    @Override
    public void clear() {
        super.clear();
        table.clear();
        keyBytes.clear();
    }

    @Override
    public long heapBytes() {
        return super.heapBytes() + table.heapBytes() + keyBytes.heapBytes() + 8L * rowHashes.length;
    }
}
