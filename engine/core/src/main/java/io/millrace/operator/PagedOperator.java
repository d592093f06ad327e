package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.PlanNode;
import io.millrace.state.KeyHash;
import io.millrace.state.KeyedLog;
import io.millrace.state.StateChunk;
import io.millrace.state.StateDatabase;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A share of an operator, a <i>page</i>, whose state is in a database and in memory only while it is worked with.
 *
 * <p>What comes in a micro-batch waits until its end. Then an operator is made anew, takes from the database what it needs,
 * works, and its changes are written back:
 *
 * <pre>
 *   few keys, none of which the watermark closes     these keys alone: the others neither change nor give anything
 *   many keys, or something closes                   the whole page; it stays in memory where there is {@link PageRoom room}
 * </pre>
 *
 * What it gives is what the operator would give that had been in memory all the time: a share depends on its keys alone,
 * and an operator that was put together from its chunks goes on as if it had never been away.
 *
 * <p>Threads: one at a time; pages of one operator side by side.
 */
public final class PagedOperator implements PreAggregated {
    /** Into so many pages the keys are parted: each must fit into memory beside the rows of a micro-batch. */
    public static final int PAGES = 64;

    /** What a row takes in memory, before a page has been there. */
    private static final long ROW_BYTES = 160;

    /** Micro-batches after which a page is visited for what it could let go. */
    private static final int SWEEP_BATCHES = 64;

    private static final long CHANGED_ROWS_MIN = 4_096;

    private final PlanNode node;
    private final String id;
    private final boolean weightedInput;
    private final KeyedLog log;
    private final PageRoom room;
    private final int share;
    private final int shares;
    private final List<Given> given = new ArrayList<>();
    private final List<StateChunk> changed = new ArrayList<>();
    private Runnable watch = () -> {};
    private BatchContext context;
    /** Null while the page is not in memory; between micro-batches it has all keys. */
    private StatefulOperator operator;

    private long roomBytes;
    private long rows;
    private long bytesPerRow = ROW_BYTES;
    /** Written since the logs of all keys were last replaced, for a page that stays in memory. */
    private long changedRows;

    private long wakeUp = Long.MAX_VALUE;
    private boolean wakeUpKnown = true;
    private long lateRows;

    /** What came: rows or groups of an input. */
    private record Given(int input, ColumnBatch rows, PartialGroups groups) {}

    private PagedOperator(
            PlanNode node, String id, boolean weightedInput, KeyedLog log, PageRoom room, int share, int shares) {
        this.node = node;
        this.id = id;
        this.weightedInput = weightedInput;
        this.log = log;
        this.room = room;
        this.share = share;
        this.shares = shares;
        restored();
        long[] noted = log.noted(share);
        if (noted != null) {
            rows = noted[0];
            bytesPerRow = noted[1];
            wakeUp = noted[2];
            wakeUpKnown = noted[3] == 1;
        }
    }

    /** Whether the node's operator can be paged: its state belongs to keys, and is not a program's with timers of its own. */
    public static boolean isPaged(PlanNode node) {
        return Operators.isStateful(node)
                && !Operators.exchangeKeys(node, 0).isEmpty()
                && !(node instanceof KeyedProcess);
    }

    /** The pages of an operator, with the state that the database has of it. */
    public static PagedOperator[] pages(
            PlanNode node, String id, boolean weightedInput, int pages, StateDatabase database, PageRoom room) {
        KeyedLog log = new KeyedLog(database, id, pages, chunk -> Operators.stateKeys(node, chunk));
        PagedOperator[] operators = new PagedOperator[pages];
        Arrays.setAll(operators, page -> new PagedOperator(node, id, weightedInput, log, room, page, pages));
        return operators;
    }

    /** Has somebody told, in the thread that works, whenever {@link #stateBytes} has changed. */
    public void watch(Runnable changes) {
        watch = changes;
    }

    // ---- a micro-batch

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        lateRows = 0;
        given.clear();
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        given.add(new Given(input, batch.detach(), null));
    }

    @Override
    public void merge(PartialGroups partial, Output out) {
        given.add(new Given(0, null, partial));
    }

    @Override
    public void finish(Output out) {
        long[] touched = touched();
        boolean closes = closes();
        boolean whole = closes || isSwept() || operator != null || isWholeWanted(touched.length);
        if (touched.length == 0 && !closes && !isSwept() && !hasLateRows()) {
            given.clear();
            return;
        }
        KeyedLog.Loaded loaded = operator != null ? null : whole ? loadWhole() : load(touched);
        long before = operator.stateRows();
        work(out);
        rows = whole ? operator.stateRows() : Math.max(0, rows + operator.stateRows() - before);
        long next = operator.nextWakeUp();
        wakeUp = whole ? next : Math.min(wakeUp, next);
        lateRows = operator.lateRows();
        writeBack(loaded, whole);
        settle(whole);
    }

    private boolean closes() {
        long watermark = context.watermark();
        return watermark != Watermarks.NONE
                && !(watermark == Watermarks.END && Operators.isSilentAtEnd(node))
                && nextWakeUp() <= watermark;
    }

    /** Hashes of the keys that the rows have, ascending. */
    private long[] touched() {
        LongStream hashes = LongStream.empty();
        for (Given part : given) {
            long[] own = part.rows() != null
                    ? KeyedLog.hashes(part.rows(), Operators.exchangeKeys(node, part.input()))
                    : part.groups().hashes(share, shares);
            hashes = LongStream.concat(hashes, Arrays.stream(own));
        }
        return hashes.sorted().distinct().toArray();
    }

    /** Late rows of groups are told by the first share, whose keys they need not have. */
    private boolean hasLateRows() {
        return share == 0
                && given.stream()
                        .anyMatch(part -> part.groups() != null && part.groups().lateRows() > 0);
    }

    private boolean isSwept() {
        return Operators.evictsInSilence(node)
                && rows > 0
                && context.watermark() != Watermarks.NONE
                && (context.batchId() + share) % SWEEP_BATCHES == 0;
    }

    private boolean isWholeWanted(int keys) {
        return log.isEmpty(share)
                || room.fits(rows * bytesPerRow)
                || (long) keys * log.segmentCount(share) * room.rowsPerSearch() >= rows;
    }

    private KeyedLog.Loaded loadWhole() {
        operator = newOperator();
        return log.load(share, this::take);
    }

    private KeyedLog.Loaded load(long[] hashes) {
        operator = newOperator();
        return log.load(share, hashes, this::take);
    }

    private StatefulOperator newOperator() {
        return Operators.stateful(node, id, weightedInput, share, shares);
    }

    private void take(StateChunk chunk) {
        operator.restore(chunk);
        watch.run();
    }

    private void work(Output out) {
        operator.begin(context);
        int at = 0;
        for (int input = 0; input < node.inputs().size(); input++) {
            for (; at < given.size() && given.get(at).input() == input; at++) {
                Given part = given.get(at);
                if (part.groups() != null) {
                    ((PreAggregated) operator).merge(part.groups(), out);
                } else {
                    operator.process(input, part.rows(), out);
                }
                watch.run();
            }
            operator.endInput(input, out);
        }
        given.clear();
        operator.finish(out);
        watch.run();
    }

    private void writeBack(KeyedLog.Loaded loaded, boolean whole) {
        List<StateChunk> now = new ArrayList<>();
        operator.changes(now::add);
        changed.addAll(now);
        log.append(share, now);
        changedRows += now.stream()
                .mapToLong(chunk -> chunk.rows() == null ? 0 : chunk.rows().rowCount())
                .sum();
        if (loaded != null && loaded.outgrown().length > 0) {
            log.replace(share, loaded.outgrown(), all());
        } else if (whole && (rows == 0 || loaded == null && changedRows > 2 * rows + CHANGED_ROWS_MIN)) {
            log.replaceAll(share, all());
            changedRows = 0;
        }
    }

    private List<StateChunk> all() {
        List<StateChunk> all = new ArrayList<>();
        operator.snapshot(all::add);
        return all;
    }

    /** Keeps the page in memory, or lets it go. */
    private void settle(boolean whole) {
        if (whole && rows > 0) {
            bytesPerRow = Math.max(1, operator.stateBytes() / rows);
        }
        if (whole && room.stay(roomBytes, operator.stateBytes())) {
            roomBytes = operator.stateBytes();
            return;
        }
        if (!whole) {
            room.leave(roomBytes);
        }
        roomBytes = 0;
        changedRows = 0;
        operator.close();
        operator = null;
        watch.run();
    }

    // ---- state

    @Override
    public void changes(Consumer<StateChunk> out) {
        changed.forEach(out);
        changed.clear();
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        if (operator != null) {
            operator.snapshot(out);
            return;
        }
        loadWhole();
        try {
            operator.snapshot(out);
        } finally {
            learn();
        }
    }

    /** Has the database know what is known of the page, for the page that finds the database as it is now. */
    public void note() {
        log.note(share, rows, bytesPerRow, wakeUp, wakeUpKnown ? 1 : 0);
    }

    @Override
    public void restore(StateChunk chunk) {
        StateChunk own = chunk.kind() == StateChunk.Kind.DROP ? chunk : own(chunk);
        log.append(share, List.of(own));
        if (own.rows() != null) {
            rows += own.kind() == StateChunk.Kind.UPSERT
                    ? own.rows().rowCount()
                    : -own.rows().rowCount();
            rows = Math.max(0, rows);
        }
        restored();
    }

    /** What was written behind the page's back: when it has to wake up is known when somebody asks. */
    private void restored() {
        wakeUpKnown = log.isEmpty(share) || !Operators.wakesUp(node);
        wakeUp = Long.MAX_VALUE;
    }

    private StateChunk own(StateChunk chunk) {
        long[] hashes = KeyedLog.hashes(chunk.rows(), Operators.stateKeys(node, chunk));
        int[] own = new int[hashes.length];
        int count = 0;
        for (int row = 0; row < hashes.length; row++) {
            if (KeyHash.shard(hashes[row], shares) == share) {
                own[count++] = row;
            }
        }
        ColumnBatch ownRows =
                count == hashes.length ? chunk.rows() : chunk.rows().take(new Selection(own, count));
        return new StateChunk(chunk.operator(), chunk.table(), chunk.kind(), chunk.segment(), ownRows);
    }

    @Override
    public long nextWakeUp() {
        if (!wakeUpKnown) {
            loadWhole();
            learn();
        }
        return wakeUp;
    }

    /** Takes what there is to know from a page that was loaded whole beside the micro-batches. */
    private void learn() {
        rows = operator.stateRows();
        wakeUp = operator.nextWakeUp();
        wakeUpKnown = true;
        settle(true);
    }

    @Override
    public long stateRows() {
        return rows;
    }

    /** Of what is in memory. */
    @Override
    public long stateBytes() {
        return operator == null ? 0 : operator.stateBytes();
    }

    @Override
    public long lateRows() {
        return lateRows;
    }

    @Override
    public void close() {
        if (operator != null) {
            operator.close();
            room.leave(roomBytes);
            operator = null;
        }
    }
}
