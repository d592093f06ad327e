package io.millrace.state;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.state.CellOrder.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sessions whose rows are kept apart: because rows may be taken back, and then a session may fall into two; or because the
 * rows themselves are asked for.
 *
 * <p>A <i>cell</i> is what is equal in all that a session is found by: key, time and gap; where rows are asked for, equal
 * in all columns. Cells are groups with the number of their rows; those of a key stand in order of time, and sessions are
 * read off them whenever they are wanted. Rows of a micro-batch wait until it is known what sessions they touch.
 *
 * <p>Threads: one at a time.
 */
public final class SessionCells implements Sessions {
    private final String operator;
    private final int keyCount;
    private final boolean givesRows;
    private final int timeColumn;
    private final int gapColumn;
    private final long gapMicros;
    private final List<Integer> keyColumns;
    private final int shard;
    private final int shards;
    private final GroupLayout layout;
    private final GroupStore store;
    private final GroupStore merged;
    private final CellOrder cells;
    private final GroupIndex keys;
    private boolean restored;
    private long earliestEnd = Long.MAX_VALUE;

    private record Waiting(ColumnBatch batch, Selection rows) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private boolean noteOld;
    /** By key slot the times that this micro-batch is about. */
    private final CellRegions regions = new CellRegions();

    private final List<SessionRows> noted = new ArrayList<>();

    private SessionCells(
            String operator,
            Schema input,
            List<Integer> keyColumns,
            List<Integer> cellColumns,
            int timeColumn,
            int gapColumn,
            long gapMicros,
            List<AggregateCall> calls,
            boolean givesRows,
            int shard,
            int shards) {
        this.operator = operator;
        this.keyCount = keyColumns.size();
        this.keyColumns = List.copyOf(keyColumns);
        this.givesRows = givesRows;
        this.timeColumn = cellColumns.indexOf(timeColumn);
        this.gapColumn = gapColumn < 0 ? -1 : cellColumns.indexOf(gapColumn);
        this.gapMicros = gapMicros;
        this.shard = shard;
        this.shards = shards;
        this.layout = new GroupLayout(input, cellColumns, List.copyOf(calls), true);
        this.store = new GroupStore(layout);
        this.merged = new GroupStore(layout);
        this.cells = new CellOrder(store.index());
        this.keys = GroupIndex.of(keyColumns.stream().map(input::type).toList());
    }

    /** Sessions that give what is aggregated over each, over rows that may be taken back. */
    public static SessionCells aggregating(
            String operator,
            Schema input,
            List<Integer> keyColumns,
            int timeColumn,
            int gapColumn,
            long gapMicros,
            List<AggregateCall> calls,
            int shard,
            int shards) {
        List<Integer> columns = new ArrayList<>(keyColumns);
        columns.add(timeColumn);
        if (gapColumn >= 0) {
            columns.add(gapColumn);
        }
        return new SessionCells(
                operator, input, keyColumns, columns, timeColumn, gapColumn, gapMicros, calls, false, shard, shards);
    }

    /** Sessions that give their rows. */
    public static SessionCells ofRows(
            String operator,
            Schema input,
            List<Integer> keyColumns,
            int timeColumn,
            int gapColumn,
            long gapMicros,
            int shard,
            int shards) {
        List<Integer> columns = new ArrayList<>(keyColumns);
        for (int i = 0; i < input.size(); i++) {
            if (!keyColumns.contains(i)) {
                columns.add(i);
            }
        }
        return new SessionCells(
                operator, input, keyColumns, columns, timeColumn, gapColumn, gapMicros, List.of(), true, shard, shards);
    }

    // ---- adding

    @Override
    public void add(ColumnBatch batch, Selection rows, boolean wantsOld) {
        Selection own = rows.isAll() ? rows : new Selection(Arrays.copyOf(rows.rows(), rows.count()), rows.count());
        waiting.add(new Waiting(batch.detach(), own));
        noteOld = wantsOld;
    }

    /** Takes in the rows that wait. */
    private void settle() {
        takeIn();
        if (waiting.isEmpty()) {
            return;
        }
        List<int[]> rowKeys = waiting.stream().map(this::keysOf).toList();
        if (noteOld) {
            noteOld();
        }
        for (int i = 0; i < waiting.size(); i++) {
            insert(waiting.get(i), rowKeys.get(i));
        }
        waiting.clear();
        removeEmpty();
    }

    private int[] keysOf(Waiting waits) {
        Selection rows = waits.rows();
        Column[] columns = new Column[keyCount];
        Arrays.setAll(columns, i -> waits.batch().column(keyColumns.get(i)));
        int[] found = new int[rows.count()];
        keys.assign(columns, rows, found);
        long[] times = cellColumn(waits.batch(), timeColumn);
        long[] gaps = cellColumn(waits.batch(), gapColumn);
        for (int i = 0; i < found.length; i++) {
            int row = rows.row(i);
            regions.add(found[i], times[row], times[row] + (gaps == null ? gapMicros : gaps[row]));
        }
        return found;
    }

    private long[] cellColumn(ColumnBatch batch, int position) {
        return position < 0
                ? null
                : batch.longs(layout.keyColumns().get(position)).values();
    }

    /** Old and new sessions that touch what changes meet in one stretch: that of the old ones and of the rows. */
    private void noteOld() {
        List<Run> old = new ArrayList<>();
        for (int key : regions.keys()) {
            List<Run> touched = runs(key).stream().filter(regions::isTouched).toList();
            touched.forEach(run -> regions.add(key, run.start(), run.end()));
            old.addAll(touched);
        }
        noted.add(rows(old));
    }

    private void insert(Waiting waits, int[] rowKeys) {
        Selection rows = waits.rows();
        int[] slots = new int[rowKeys.length];
        store.assign(waits.batch(), rows, slots);
        long[] times = cellColumn(waits.batch(), timeColumn);
        long[] gaps = cellColumn(waits.batch(), gapColumn);
        for (int i = 0; i < slots.length; i++) {
            if (!cells.contains(slots[i])) {
                int row = rows.row(i);
                put(rowKeys[i], slots[i], times[row], gaps == null ? gapMicros : gaps[row]);
            }
        }
        store.add(waits.batch(), rows, slots);
    }

    private void put(int key, int cell, long time, long gap) {
        cells.insert(key, cell, time, time + gap);
        earliestEnd = Math.min(earliestEnd, time + gap);
    }

    /** A cell all of whose rows have been taken back goes. */
    private void removeEmpty() {
        IntList empty = new IntList();
        for (int key : regions.keys()) {
            cells.removeIf(key, cell -> {
                boolean gone = store.rowCount(cell) == 0;
                if (gone) {
                    empty.add(cell);
                }
                return gone;
            });
        }
        store.removeAll(empty.toArray());
    }

    // ---- results

    private List<Run> runs(int key) {
        return cells.runs(key, cell -> store.rowCount(cell) > 0);
    }

    private SessionRows rows(List<Run> runs) {
        return givesRows ? cellRows(runs) : resultRows(runs);
    }

    /** The rows of the cells, each as often as it is there. */
    private SessionRows cellRows(List<Run> runs) {
        IntList slots = new IntList();
        List<Run> ofRow = new ArrayList<>();
        for (Run run : runs) {
            for (int cell : run.cells()) {
                for (long i = store.rowCount(cell); i > 0; i--) {
                    slots.add(cell);
                    ofRow.add(run);
                }
            }
        }
        Column[] stored = store.index().keys(slots.toArray(), slots.size());
        Column[] columns = new Column[stored.length + 3];
        for (int i = 0; i < stored.length; i++) {
            columns[layout.keyColumns().get(i)] = stored[i];
        }
        return bounded(columns, stored.length, ofRow);
    }

    /** The results over all cells of each session. */
    private SessionRows resultRows(List<Run> runs) {
        int count = runs.size();
        int[] first = new int[count];
        Arrays.setAll(first, i -> runs.get(i).cells()[0]);
        int[] groups = merged.assign(store, first);
        IntList from = new IntList();
        IntList to = new IntList();
        for (int i = 0; i < count; i++) {
            for (int cell : runs.get(i).cells()) {
                from.add(cell);
                to.add(groups[i]);
            }
        }
        merged.addGroups(store, from.toArray(), to.toArray());
        Column[] results = merged.results(groups, count);
        merged.clear();
        int cellColumns = layout.keyColumns().size();
        int calls = results.length - cellColumns;
        Column[] columns = new Column[keyCount + 3 + calls];
        System.arraycopy(results, 0, columns, 0, keyCount);
        System.arraycopy(results, cellColumns, columns, keyCount + 3, calls);
        return bounded(columns, keyCount, runs);
    }

    private static SessionRows bounded(Column[] columns, int at, List<Run> ofRow) {
        int count = ofRow.size();
        int[] keySlots = new int[count];
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            keySlots[i] = ofRow.get(i).key();
            starts[i] = ofRow.get(i).start();
            ends[i] = ofRow.get(i).end();
        }
        SessionRows.putBounds(columns, at, starts, ends);
        return new SessionRows(columns, keySlots, starts, count);
    }

    @Override
    public List<SessionRows> takeOld() {
        settle();
        List<SessionRows> taken = List.copyOf(noted);
        noted.clear();
        return taken;
    }

    @Override
    public SessionRows changed() {
        settle();
        List<Run> found = new ArrayList<>();
        for (int key : regions.keys()) {
            runs(key).stream().filter(regions::isTouched).forEach(found::add);
        }
        return rows(found);
    }

    @Override
    public SessionRows closed(long watermark) {
        return rows(endingBefore(watermark));
    }

    private List<Run> endingBefore(long watermark) {
        settle();
        List<Run> found = new ArrayList<>();
        if (earliestEnd < watermark) {
            for (int key : keys.liveSlots()) {
                runs(key).stream().filter(run -> run.end() < watermark).forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void drop(long watermark) {
        SlotSet gone = new SlotSet();
        SlotSet ofKeys = new SlotSet();
        for (Run run : endingBefore(watermark)) {
            ofKeys.add(run.key());
            gone.addAll(run.cells(), run.cells().length, store.index().slotLimit());
        }
        for (int key : ofKeys.toArray()) {
            cells.removeIf(key, gone::contains);
            if (cells.size(key) == 0 && keyCount > 0) {
                regions.forget(key);
                keys.remove(key);
            }
        }
        store.removeAll(gone.toArray());
        earliestEnd = Long.MAX_VALUE;
        for (int key : keys.liveSlots()) {
            for (Run run : runs(key)) {
                earliestEnd = Math.min(earliestEnd, run.end());
            }
        }
    }

    @Override
    public long earliestEnd() {
        settle();
        return earliestEnd;
    }

    @Override
    public GroupIndex keys() {
        return keys;
    }

    // ---- state

    @Override
    public void changes(Consumer<StateChunk> out) {
        settle();
        store.changes(operator, 0, out);
        regions.clear();
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        settle();
        store.snapshot(operator, 0, out);
    }

    @Override
    public void restore(StateChunk chunk) {
        ColumnBatch own = SessionRows.own(chunk.rows(), keyCount, shard, shards);
        if (own.rowCount() > 0) {
            restored = true;
            store.restore(new StateChunk(operator, chunk.table(), chunk.kind(), 0, own));
        }
    }

    /** Puts the cells that {@link #restore} has brought in order. */
    private void takeIn() {
        if (!restored) {
            return;
        }
        restored = false;
        int[] slots = store.index().liveSlots();
        Column[] columns = store.index().keys(slots, slots.length);
        int[] keySlots = new int[slots.length];
        keys.assign(Arrays.copyOf(columns, keyCount), Selection.all(slots.length), keySlots);
        long[] times = ((LongColumn) columns[timeColumn]).values();
        long[] gaps = gapColumn < 0 ? null : ((LongColumn) columns[gapColumn]).values();
        for (int i = 0; i < slots.length; i++) {
            put(keySlots[i], slots[i], times[i], gaps == null ? gapMicros : gaps[i]);
        }
    }

    @Override
    public long rows() {
        return store.size();
    }

    @Override
    public long bytes() {
        return store.heapBytes() + keys.heapBytes() + cells.heapBytes();
    }
}
