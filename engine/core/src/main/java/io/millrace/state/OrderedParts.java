package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The partitions of {@link OrderedRows}, by their keys and by number. */
public final class OrderedParts {
    private final GroupIndex index;
    private final int shard;
    private final int shards;
    private OrderedPart[] parts = new OrderedPart[16];

    OrderedParts(List<DataType> keyTypes, int shard, int shards) {
        this.index = GroupIndex.of(keyTypes);
        this.shard = shard;
        this.shards = shards;
    }

    /** The partitions of the selected rows, opened if need be. */
    OrderedPart[] assign(Column[] keys, Selection rows) {
        int[] ids = new int[rows.count()];
        index.assign(keys, rows, ids);
        OrderedPart[] assigned = new OrderedPart[ids.length];
        Arrays.setAll(assigned, i -> open(ids[i]));
        return assigned;
    }

    /** The partition of a row; null when there is none. */
    OrderedPart find(Column[] keys, int row) {
        int[] id = new int[1];
        index.find(keys, new Selection(new int[] {row}, 1), id);
        return id[0] == GroupIndex.ABSENT ? null : parts[id[0]];
    }

    /** The rows whose partitions are this shard's. */
    Selection own(Column[] keys, int rowCount) {
        return SegmentedGroups.Shards.own(keys, rowCount, shard, shards);
    }

    private OrderedPart open(int id) {
        if (id >= parts.length) {
            parts = Arrays.copyOf(parts, Math.max(id + 1, 2 * parts.length));
        }
        if (parts[id] == null) {
            parts[id] = new OrderedPart(id);
        }
        return parts[id];
    }

    /** The partitions with these keys, opened if need be; null for those of other shards. */
    public OrderedPart[] open(Column[] keys, int rowCount) {
        Selection own = own(keys, rowCount);
        OrderedPart[] assigned = assign(keys, own);
        OrderedPart[] opened = new OrderedPart[rowCount];
        for (int i = 0; i < assigned.length; i++) {
            opened[own.row(i)] = assigned[i];
        }
        return opened;
    }

    /** The partition of that number; null when it is gone. */
    public OrderedPart part(int id) {
        return id < parts.length ? parts[id] : null;
    }

    /** All partitions, in canonical order. */
    public List<OrderedPart> all() {
        int[] live = index.liveSlots();
        List<OrderedPart> all = new ArrayList<>(live.length);
        for (int id : live) {
            all.add(open(id));
        }
        sort(all);
        return all;
    }

    /** Puts partitions in canonical order. */
    public void sort(List<OrderedPart> some) {
        int[] ids = some.stream().mapToInt(OrderedPart::id).toArray();
        HashOrder.sort(index, ids, ids.length);
        for (int i = 0; i < ids.length; i++) {
            some.set(i, parts[ids[i]]);
        }
    }

    /** Forgets a partition without rows. */
    public void close(OrderedPart part) {
        if (parts[part.id()] == part) {
            parts[part.id()] = null;
            index.remove(part.id());
        }
    }

    /** Key columns of partitions. */
    public Column[] keys(int[] ids, int count) {
        return index.keys(ids, count);
    }

    /** Sets how many rows of a partition are gone. */
    public void restoreGone(OrderedPart part, long gone) {
        part.restoreGone(gone);
    }

    /** All partition numbers are below this. */
    public int limit() {
        return index.slotLimit();
    }

    long heapBytes() {
        long bytes = index.heapBytes() + 4L * parts.length;
        for (OrderedPart part : parts) {
            bytes += part == null ? 0 : part.heapBytes();
        }
        return bytes;
    }
}
