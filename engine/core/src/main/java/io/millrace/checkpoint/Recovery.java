package io.millrace.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Reads the log from its oldest needed segment to its end, checking every byte and every link between entries, and
 * changes nothing. The last segment may end in an append that was cut short; see {@link Segment}.
 */
final class Recovery {
    private final GuardedStore store;
    private final Metadata metadata;
    private final BiConsumer<LogState.Entry, BatchRecord> seen;
    private final LogState state;
    private final Map<String, Segment> scanned = new HashMap<>();
    private Hash head = Hash.NONE;
    private String unmarked;
    private long unmarkedLength;
    private Hash unmarkedHead;
    private String lastSegment;
    private long lastLength;

    Recovery(GuardedStore store, Metadata metadata) {
        this(store, metadata, (entry, record) -> {});
    }

    /** @param seen is shown every record, also one whose place another takes */
    Recovery(GuardedStore store, Metadata metadata, BiConsumer<LogState.Entry, BatchRecord> seen) {
        this.store = store;
        this.metadata = metadata;
        this.seen = seen;
        this.state = new LogState(metadata.plan());
    }

    void run() {
        List<String> segments = segments();
        if (segments.isEmpty()) {
            throw store.corrupt(Names.LOG, "it holds no segment, and the checkpoint was complete once");
        }
        SegmentStart newest = start(segments.get(segments.size() - 1));
        int oldest = segments.indexOf(Names.segment(newest.oldest()));
        if (oldest < 0) {
            throw store.corrupt(Names.segment(newest.oldest()), "the file is missing");
        }
        run(segments, oldest);
    }

    /** The log from a segment on, whose base is taken as given: what is before it may be lost. */
    void runFrom(String segment) {
        List<String> segments = segments();
        run(segments, segments.indexOf(segment));
    }

    private void run(List<String> segments, int first) {
        ClosedMark mark = ClosedMark.read(store);
        for (int i = first; i < segments.size(); i++) {
            apply(segments.get(i), i == segments.size() - 1);
            if (mark != null && mark.segment().equals(lastSegment)) {
                mark.verify(store, scan(lastSegment));
                mark = null;
            }
            if (i > first) {
                scanned.remove(segments.get(i - 1));
            }
        }
        if (mark != null) {
            throw store.corrupt(mark.segment(), "the file is missing, where the log ended when it was closed");
        }
        requireStateFiles();
    }

    LogState state() {
        return state;
    }

    /** A writer that goes on where the good part of the log ends, all of which it has made durable. */
    LogWriter writer(long epoch) {
        LogWriter writer = new LogWriter(store, epoch, lastSegment, lastLength, head);
        writer.rewrite(scan(lastSegment).bytes(), durableLength());
        return writer;
    }

    /** How much of the last segment was known to be durable when its last entry was written; its first always is. */
    private int durableLength() {
        Segment segment = scan(lastSegment);
        int last = segment.offsets().size() - 1;
        return (int) Math.max(segment.end(0), segment.frame(last).durable());
    }

    /** Says in the segment before the last where the log goes on, where a crash came before that was said. */
    void mendMark() {
        if (unmarked != null) {
            new LogWriter(store, state.epoch(), unmarked, unmarkedLength, unmarkedHead).goOnIn(lastSegment);
        }
    }

    /** Files of the log, oldest first. */
    List<String> segments() {
        return store.list(Names.LOG).stream()
                .filter(name -> name.endsWith(".log") && Names.batch(name).isPresent())
                .map(name -> Names.LOG + "/" + name)
                .toList();
    }

    private Segment scan(String file) {
        return scanned.computeIfAbsent(file, name -> Segment.of(name, store.read(name)));
    }

    private SegmentStart start(String file) {
        Segment segment = scan(file);
        if (segment.offsets().isEmpty()) {
            throw store.corrupt(file, 0, segment.flaw() == null ? "the file is empty" : segment.flaw());
        }
        LogFrame first = segment.frame(0);
        if (first.kind() != LogFrame.Kind.SEGMENT) {
            throw store.corrupt(file, 0, "there is not the beginning of a segment");
        }
        SegmentStart start = json(segment, 0, SegmentStart.class);
        if (!start.queryId().equals(metadata.queryId())) {
            throw store.corrupt(
                    file,
                    "it belongs to query " + start.queryId() + " (\"" + start.queryName() + "\"), expected query "
                            + metadata.queryId() + " (\"" + metadata.queryName() + "\")");
        }
        if (!Names.segment(start.firstBatch()).equals(file)) {
            throw store.corrupt(file, "it is the segment that begins with batch " + start.firstBatch());
        }
        return start;
    }

    private void apply(String file, boolean last) {
        SegmentStart start = start(file);
        Segment segment = scan(file);
        if (state.start() != null && !segment.frame(0).previous().equals(head)) {
            Segment before = scan(lastSegment);
            throw before.flaw() != null
                    ? store.corrupt(lastSegment, before.goodLength(), before.flaw())
                    : store.corrupt(file, "it does not follow what \"" + lastSegment + "\" ends with");
        }
        require(segment, 0, state.start(start, segment.frame(0).epoch()));
        head = segment.hash(0);
        lastLength = segment.end(0);
        lastSegment = file;
        boolean marked = false;
        for (int i = 1; i < segment.offsets().size(); i++) {
            marked = apply(segment, i, marked);
        }
        if (last) {
            requireEnd(segment, marked);
        } else if (!marked) {
            unmarked = file;
            unmarkedLength = lastLength;
            unmarkedHead = head;
        } else {
            unmarked = null;
        }
    }

    private void requireEnd(Segment segment, boolean marked) {
        if (marked) {
            String next = json(segment, segment.offsets().size() - 1, String.class);
            throw store.corrupt(next, "the file is missing, where the log goes on");
        }
        if (segment.flaw() != null && !segment.torn()) {
            throw store.corrupt(segment.file(), segment.goodLength(), segment.flaw());
        }
    }

    private boolean apply(Segment segment, int index, boolean marked) {
        LogFrame frame = segment.frame(index);
        if (marked || !frame.previous().equals(head)) {
            throw store.corrupt(
                    segment.file(),
                    segment.offsets().get(index),
                    "there is an entry that does not follow the one before it");
        }
        if (frame.kind() == LogFrame.Kind.NEXT) {
            return true;
        }
        if (frame.epoch() < state.epoch()) {
            require(segment, index, "an entry of epoch " + frame.epoch() + " follows one of epoch " + state.epoch());
        }
        require(segment, index, apply(segment, index, frame));
        head = segment.hash(index);
        lastLength = segment.end(index);
        return false;
    }

    private String apply(Segment segment, int index, LogFrame frame) {
        switch (frame.kind()) {
            case EPOCH -> {
                return state.epoch(frame.epoch());
            }
            case RECORD -> {
                StoredBatch batch = json(segment, index, StoredBatch.class);
                LogState.Entry entry = entry(segment, index, frame, batch);
                seen.accept(entry, batch.record());
                return state.record(entry, batch.record());
            }
            case COMMIT -> {
                return state.commit(frame.batch());
            }
            case FINISH -> {
                return state.finish();
            }
            case PLAN -> {
                state.plan(json(segment, index, StoredPlan.class));
                return null;
            }
            default -> {
                return "there is the beginning of a segment";
            }
        }
    }

    private static LogState.Entry entry(Segment segment, int index, LogFrame frame, StoredBatch batch) {
        return new LogState.Entry(
                frame.batch(),
                frame.epoch(),
                segment.file(),
                segment.offsets().get(index),
                segment.hash(index),
                frame.previous(),
                batch.file(),
                batch.file() == null ? frame.state().length : batch.file().bytes());
    }

    private void require(Segment segment, int index, String problem) {
        if (problem != null) {
            throw store.corrupt(segment.file(), segment.offsets().get(index), problem);
        }
    }

    private <T> T json(Segment segment, int index, Class<T> type) {
        try {
            return Json.read(segment.frame(index).json(), type);
        } catch (JsonProcessingException e) {
            throw store.corrupt(
                    segment.file(),
                    segment.offsets().get(index),
                    "there is an entry that cannot be read: " + e.getOriginalMessage());
        }
    }

    /** What the state after the last batch is made of must be there. */
    private void requireStateFiles() {
        StateFiles files = new StateFiles(store, null);
        long from = 0;
        SegmentStart.Base base = state.baseFor(state.lastBatch());
        if (base != null) {
            base.files().forEach(files::requireSize);
            from = base.batch() + 1;
        }
        for (LogState.Entry entry : state.entries(from, state.lastBatch())) {
            if (entry.file() != null) {
                files.requireSize(entry.file());
            }
        }
    }
}
