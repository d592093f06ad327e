package io.millrace.testing;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What every sink that promises exactly once must do, as checks that a connector's tests run: nothing shows before its
 * commit, all after it and once, also when processes die between any two calls, and an old process cannot commit.
 *
 * <p>Errors: AssertionError that says which rule is broken and how.
 */
public final class SinkContract {
    private static final String QUERY = "query-1";

    private final Supplier<Place> places;
    private final Schema schema;
    private final IntFunction<List<Object>> rowMaker;

    /** Somewhere to write to, empty at first. */
    public interface Place {
        /** A new sink on this place, as a process makes one. */
        Sink sink();

        /** The rows that a reader sees now, in any order. */
        List<List<Object>> rows();
    }

    private SinkContract(Supplier<Place> places, Schema schema, IntFunction<List<Object>> rowMaker) {
        this.places = places;
        this.schema = schema;
        this.rowMaker = rowMaker;
    }

    /**
     * Over sinks for rows of a schema.
     *
     * @param places makes a new, empty place
     * @param rowMaker row number i; different numbers give different rows
     */
    public static SinkContract over(Supplier<Place> places, Schema schema, IntFunction<List<Object>> rowMaker) {
        return new SinkContract(places, schema, rowMaker);
    }

    /** Runs all checks. */
    public void check() {
        rowsShowWithTheirCommit();
        secondCommitHasNoEffect();
        abortedBatchIsForgotten();
        emptyBatchIsCommitted();
        preparedBatchSurvivesItsProcess();
        unpreparedBatchIsGone();
        committedBatchIsKnownAfterwards();
        oldProcessCommitsNothing();
        otherQueryIsRefused();
        endedQueryIsFollowed();
        manyBatches();
    }

    /** Nothing shows until {@code commit}, then everything. */
    public void rowsShowWithTheirCommit() {
        Place place = places.get();
        try (Sink sink = place.sink()) {
            require(open(sink, 1).isEmpty(), "a new place says that something was committed");
            sink.write(rows(0, 3));
            sink.write(rows(3, 5));
            shows(place, 0, "written but not prepared");
            String staged = sink.prepare(0);
            shows(place, 0, "prepared but not committed");
            require(sink.commit(0, "s0", staged), "commit says that what was prepared is gone");
            shows(place, 5, "committed");
        }
        shows(place, 5, "closed");
    }

    public void secondCommitHasNoEffect() {
        Place place = places.get();
        try (Sink sink = place.sink()) {
            open(sink, 1);
            String staged = stage(sink, 0, 0, 4);
            sink.commit(0, "s0", staged);
            require(sink.commit(0, "s0", staged), "a second commit says that what was prepared is gone");
            shows(place, 4, "committed twice");
        }
        try (Sink sink = place.sink()) {
            open(sink, 2);
            require(sink.commit(0, "s0", "{\"files\":[]}"), "a second commit by a new process was not taken");
            shows(place, 4, "committed again by a new process");
        }
    }

    public void abortedBatchIsForgotten() {
        Place place = places.get();
        try (Sink sink = place.sink()) {
            open(sink, 1);
            sink.write(rows(90, 95));
            sink.abort(0);
            stage(sink, 0, 80, 85);
            sink.abort(0);
            commit(sink, 0, 0, 2);
            shows(place, 2, "aborted, then run again");
        }
    }

    public void emptyBatchIsCommitted() {
        Place place = places.get();
        try (Sink sink = place.sink()) {
            open(sink, 1);
            commit(sink, 0, 0, 2);
            sink.write(rows(2, 2));
            sink.commit(1, "s1", sink.prepare(1));
            sink.commit(2, "s2", sink.prepare(2));
            shows(place, 2, "followed by empty batches");
        }
        try (Sink sink = place.sink()) {
            committedAt(open(sink, 2), 2);
            commit(sink, 3, 2, 4);
            shows(place, 4, "gone on after empty batches");
        }
    }

    /** A process dies after {@code prepare}; the next one commits what it staged, or says that it is gone. */
    public void preparedBatchSurvivesItsProcess() {
        Place place = places.get();
        Sink died = place.sink();
        open(died, 1);
        commit(died, 0, 0, 2);
        String staged = stage(died, 1, 2, 5);
        try (Sink sink = place.sink()) {
            committedAt(open(sink, 2), 0);
            shows(place, 2, "prepared by a process that died");
            if (!sink.commit(1, "s1", staged)) {
                commit(sink, 1, 2, 5);
            }
            shows(place, 5, "prepared by a process that died, committed by the next");
            commit(sink, 2, 5, 6);
            shows(place, 6, "gone on");
        }
    }

    /** A process dies while it writes; or its batch is run again although it had prepared it. */
    public void unpreparedBatchIsGone() {
        Place place = places.get();
        Sink first = place.sink();
        open(first, 1);
        first.write(rows(70, 75));
        Sink second = place.sink();
        require(open(second, 2).isEmpty(), "something was committed that was not");
        stage(second, 0, 60, 65);
        try (Sink sink = place.sink()) {
            require(open(sink, 3).isEmpty(), "something was committed that was not");
            commit(sink, 0, 0, 3);
            shows(place, 3, "run again by a third process");
        }
    }

    public void committedBatchIsKnownAfterwards() {
        Place place = places.get();
        Sink died = place.sink();
        open(died, 1);
        commit(died, 0, 0, 2);
        commit(died, 1, 2, 4);
        try (Sink sink = place.sink()) {
            Optional<Sink.Committed> committed = open(sink, 2);
            committedAt(committed, 1);
            require(
                    committed.get().stateId().equals("s1"),
                    "the state id is " + committed.get().stateId());
            shows(place, 4, "opened by a new process");
        }
    }

    /** A process that was thought dead goes on after another has taken over. */
    public void oldProcessCommitsNothing() {
        Place place = places.get();
        Sink old = place.sink();
        open(old, 1);
        commit(old, 0, 0, 2);
        String staged = stage(old, 1, 50, 55);
        try (Sink sink = place.sink()) {
            committedAt(open(sink, 2), 0);
            refused("an old process", () -> old.commit(1, "old", staged));
            shows(place, 2, "after an old process tried to commit");
            commit(sink, 1, 2, 4);
            refused("an old process", () -> old.commit(2, "old", staged));
            refused("an old process that opens again", () -> open(place.sink(), 1));
            shows(place, 4, "after an old process tried to commit again");
        }
    }

    public void otherQueryIsRefused() {
        Place place = places.get();
        try (Sink sink = place.sink()) {
            open(sink, 1);
            commit(sink, 0, 0, 2);
        }
        Sink.Session other = new Sink.Session("query-2", "other", 1, OutputMode.APPEND);
        refused("another query", () -> place.sink().open(other));
        shows(place, 2, "after another query tried to write");
    }

    /** A query that has ended leaves its rows, and its place to the next one, which counts its batches from 0. */
    public void endedQueryIsFollowed() {
        Place place = places.get();
        Sink.Session first = new Sink.Session(QUERY, "test", 3, OutputMode.APPEND);
        Sink.Session second = new Sink.Session("query-2", "second", 1, OutputMode.APPEND);
        Sink.Session third = new Sink.Session("query-3", "third", 1, OutputMode.APPEND);
        Sink old = place.sink();
        old.open(first);
        commit(old, 0, 0, 2);
        commit(old, 1, 2, 4);
        place.sink().end(second);
        refused(
                "another query, after one that is not known has ended,",
                () -> place.sink().open(second));
        String tooLate = stage(old, 2, 50, 52);
        old.end(first);
        old.end(first);
        try (Sink sink = place.sink()) {
            require(sink.open(second).isEmpty(), "the batches of a query that has ended are taken for another's");
            shows(place, 4, "followed by another query");
            refused("an ended query that commits", () -> old.commit(2, "s2", tooLate));
            refused("an ended query that opens again", () -> place.sink().open(first));
            refused("a third query", () -> place.sink().open(third));
            commit(sink, 0, 4, 6);
            commit(sink, 1, 6, 7);
            shows(place, 7, "of two queries");
        }
        try (Sink sink = place.sink()) {
            committedAt(sink.open(new Sink.Session("query-2", "second", 2, OutputMode.APPEND)), 1);
            commit(sink, 2, 7, 8);
        }
        place.sink().end(second);
        try (Sink sink = place.sink()) {
            require(sink.open(third).isEmpty(), "the batches of queries that have ended are taken for another's");
            commit(sink, 0, 8, 10);
            shows(place, 10, "of three queries");
        }
    }

    public void manyBatches() {
        Place place = places.get();
        int batches = 250;
        for (int batch = 0; batch < batches; ) {
            try (Sink sink = place.sink()) {
                Optional<Sink.Committed> committed = open(sink, 1 + batch);
                require(batch == 0 || committed.isPresent(), "batch " + (batch - 1) + " is forgotten");
                for (int i = 0; i < 97 && batch < batches; i++, batch++) {
                    commit(sink, batch, batch, batch + 1);
                }
            }
        }
        shows(place, batches, "of many batches");
    }

    private Optional<Sink.Committed> open(Sink sink, long epoch) {
        return sink.open(new Sink.Session(QUERY, "test", epoch, OutputMode.APPEND));
    }

    private String stage(Sink sink, long batch, int from, int to) {
        sink.write(rows(from, to));
        return sink.prepare(batch);
    }

    private void commit(Sink sink, long batch, int from, int to) {
        boolean done = sink.commit(batch, "s" + batch, stage(sink, batch, from, to));
        require(done, "commit of batch " + batch + " says that what was just prepared is gone");
    }

    private ChangeBatch rows(int from, int to) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(rowMaker.apply(i));
        }
        return new ChangeBatch(ColumnBatch.ofRows(schema, rows), null);
    }

    private void shows(Place place, int count, String when) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(rowMaker.apply(i).toString());
        }
        List<String> found = new ArrayList<>();
        place.rows().forEach(row -> found.add(row.toString()));
        expected.sort(Comparator.naturalOrder());
        found.sort(Comparator.naturalOrder());
        require(expected.equals(found), when + ": a reader should see " + expected + " but sees " + found);
    }

    private static void committedAt(Optional<Sink.Committed> committed, long batch) {
        require(
                committed.isPresent() && committed.get().batchId() == batch,
                "batch " + batch + " was committed last, but the sink says " + committed);
    }

    private static void refused(String who, Runnable action) {
        try {
            action.run();
        } catch (MillraceException e) {
            return;
        }
        throw new AssertionError(who + " was not refused");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
