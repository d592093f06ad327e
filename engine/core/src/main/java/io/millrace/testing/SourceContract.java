package io.millrace.testing;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What every source must do, as checks that a connector's tests run over one of its tables: ranges replay, limits cut
 * without loss, splits depend on the range alone, projections agree.
 *
 * <p>The table must be replayable, hold at least one row and no more than {@link #ROWS_MAX}, and stand still while it is
 * checked. Errors: AssertionError that says which rule is broken and how.
 */
public final class SourceContract {
    public static final int ROWS_MAX = 200_000;

    private final Supplier<ReadableTable> tables;
    private final Schema schema;

    private SourceContract(Supplier<ReadableTable> tables) {
        this.tables = tables;
        this.schema = tables.get().schema();
    }

    /** Over tables that all stand for the same rows; a new one is asked for whenever a process would start anew. */
    public static SourceContract over(Supplier<ReadableTable> tables) {
        return new SourceContract(tables);
    }

    /** Runs all checks. */
    public void check() {
        rangesReplay();
        limitsCutWithoutLoss();
        splitsStandAlone();
        projectionsAgree();
        offsetsAreStable();
        endIsTold();
        closingEarlyIsFine();
    }

    /** A range read again, by the same source and by one made anew, gives the same rows in the same order. */
    public void rangesReplay() {
        try (Source first = open();
                Source second = open()) {
            Offset end = end(first);
            List<List<Object>> rows = read(first, first.initial(), end);
            require(!rows.isEmpty(), "the table must hold rows to be checked");
            require(rows.size() <= ROWS_MAX, "the table holds more than " + ROWS_MAX + " rows");
            same("a range read twice", rows, read(first, first.initial(), end));
            same(
                    "a range read by a new source",
                    rows,
                    read(second, new Offset(first.initial().json()), end));
        }
    }

    /** Steps of any size give all rows, in the same order, also when every step is read by a new source. */
    public void limitsCutWithoutLoss() {
        List<List<Object>> all = readAll();
        for (long rowsMax : new long[] {1 + all.size() / 7, 1 + all.size() / 3, all.size()}) {
            List<List<Object>> stepped = new ArrayList<>();
            Offset at;
            try (Source source = open()) {
                at = source.initial();
            }
            for (int step = 0; ; step++) {
                require(step <= all.size() + 8, "steps of " + rowsMax + " rows do not come to an end");
                try (Source source = open()) {
                    Offset next = source.limit(at, source.latest(), new ReadLimit(rowsMax, Long.MAX_VALUE));
                    if (next.equals(at)) {
                        break;
                    }
                    stepped.addAll(read(source, at, next));
                    source.committed(next);
                    at = next;
                }
            }
            same("steps of " + rowsMax + " rows", all, stepped);
        }
    }

    /** Splits are the same whenever they are planned, and can be read in any order and interleaved. */
    public void splitsStandAlone() {
        try (Source source = open();
                Source other = open()) {
            Offset end = end(source);
            List<Split> splits = source.plan(source.initial(), end);
            List<Split> again = other.plan(other.initial(), end);
            require(
                    splits.size() == again.size(),
                    splits.size() + " splits, but " + again.size() + " when planned anew");
            splits.forEach(split -> require(split.partition() != null, "a split has no partition"));
            List<List<List<Object>>> forwards = new ArrayList<>();
            splits.forEach(split -> forwards.add(read(source, split)));
            for (int i = splits.size() - 1; i >= 0; i--) {
                same("split " + i + " read in another order", forwards.get(i), read(source, splits.get(i)));
                same("split " + i + " planned by a new source", forwards.get(i), read(other, again.get(i)));
            }
            same("splits read interleaved", forwards, interleaved(source, splits));
        }
    }

    /** Each column alone, all in reverse order, and no column at all agree with the whole row. */
    public void projectionsAgree() {
        List<List<Object>> all = readAll();
        List<Integer> reversed =
                new ArrayList<>(IntStream.range(0, schema.size()).boxed().toList());
        Collections.reverse(reversed);
        List<List<Integer>> projections = new ArrayList<>(List.of(List.of(), reversed));
        IntStream.range(0, schema.size()).forEach(i -> projections.add(List.of(i)));
        for (List<Integer> projection : projections) {
            List<List<Object>> expected = all.stream()
                    .map(row -> projection.stream().map(row::get).toList())
                    .toList();
            try (Source source = tables.get().source(projection)) {
                same("columns " + projection, expected, read(source, source.initial(), end(source)));
            }
        }
    }

    /** Equal positions have equal text: steps to an end fixed beforehand come to exactly that end. */
    public void offsetsAreStable() {
        try (Source source = open()) {
            Offset fixed = source.latest();
            Offset at = source.initial();
            for (int step = 0; !at.equals(fixed); step++) {
                Offset next = source.limit(at, fixed, new ReadLimit(ROWS_MAX / 4, Long.MAX_VALUE));
                require(step < 100 && !next.equals(at), "steps stop at " + at.json() + " before " + fixed.json());
                source.committed(next);
                at = next;
            }
        }
        nothingNewMovesNothing();
    }

    private void nothingNewMovesNothing() {
        try (Source source = open()) {
            Offset end = end(source);
            source.committed(end);
            Offset latest = source.latest();
            require(
                    source.limit(end, latest, ReadLimit.NONE).equals(end),
                    "without new rows the position moved from " + end.json() + " by " + latest.json());
            require(source.plan(end, end).isEmpty(), "an empty range has splits");
            require(!end.json().contains("\n"), "an offset has more than one line");
        }
    }

    /** A bounded table is exhausted at its end and not before; another one never is. */
    public void endIsTold() {
        ReadableTable table = tables.get();
        try (Source source = table.source(List.of())) {
            Offset end = end(source);
            require(!source.exhausted(source.initial()), "exhausted before the first row");
            require(
                    source.exhausted(end) == table.bounded(),
                    "bounded: " + table.bounded() + ", but exhausted at the end: " + source.exhausted(end));
        }
    }

    /** A reader may be closed before its end, and a source twice. */
    public void closingEarlyIsFine() {
        Source source = open();
        for (Split split : source.plan(source.initial(), end(source))) {
            SplitReader reader = source.open(split);
            reader.next();
            reader.close();
            reader.close();
        }
        source.close();
        source.close();
    }

    private Source open() {
        return tables.get().source(IntStream.range(0, schema.size()).boxed().toList());
    }

    private List<List<Object>> readAll() {
        try (Source source = open()) {
            return read(source, source.initial(), end(source));
        }
    }

    private static Offset end(Source source) {
        return source.limit(source.initial(), source.latest(), ReadLimit.NONE);
    }

    /** All rows of a range, in canonical order. */
    public static List<List<Object>> read(Source source, Offset start, Offset end) {
        List<List<Object>> rows = new ArrayList<>();
        source.plan(start, end).forEach(split -> rows.addAll(read(source, split)));
        return rows;
    }

    private static List<List<Object>> read(Source source, Split split) {
        List<List<Object>> rows = new ArrayList<>();
        try (SplitReader reader = source.open(split)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows.addAll(batch.rows());
            }
        }
        return rows;
    }

    private static List<List<List<Object>>> interleaved(Source source, List<Split> splits) {
        List<List<List<Object>>> rows = new ArrayList<>();
        List<SplitReader> readers = new ArrayList<>();
        splits.forEach(split -> {
            rows.add(new ArrayList<>());
            readers.add(source.open(split));
        });
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < readers.size(); i++) {
                ColumnBatch batch = readers.get(i).next();
                if (batch != null) {
                    rows.get(i).addAll(batch.rows());
                    more = true;
                }
            }
        }
        readers.forEach(SplitReader::close);
        return rows;
    }

    private static <T> void same(String what, List<T> expected, List<T> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            require(
                    sameValue(expected.get(i), found.get(i)),
                    what + ": at " + i + " expected " + expected.get(i) + " but found " + found.get(i));
        }
        require(expected.size() == found.size(), what + ": expected " + expected.size() + ", found " + found.size());
    }

    private static boolean sameValue(Object expected, Object found) {
        if (expected instanceof List<?> left && found instanceof List<?> right) {
            boolean same = left.size() == right.size();
            for (int i = 0; same && i < left.size(); i++) {
                same = sameValue(left.get(i), right.get(i));
            }
            return same;
        }
        return java.util.Objects.deepEquals(expected, found);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
