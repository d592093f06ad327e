package io.millrace.testing;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.expr.EvalContext;
import io.millrace.operator.BatchContext;
import io.millrace.operator.Operator;
import io.millrace.operator.Operators;
import io.millrace.operator.PageRoom;
import io.millrace.operator.PagedOperator;
import io.millrace.operator.PartialGroups;
import io.millrace.operator.PreAggregated;
import io.millrace.operator.PreAggregation;
import io.millrace.operator.StatefulOperator;
import io.millrace.plan.PlanNode;
import io.millrace.state.KeyHash;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Runs the operator of a plan node over given micro-batches in several ways that must not differ: rows whole and one by
 * one, by one share and by several, straight through and put together anew from its state after every micro-batch, from
 * the changes and from a snapshot, in memory and in pages over a database, of which whole pages or single keys are loaded.
 * Each test of an operator is all these tests at once.
 */
public final class OperatorHarness {
    private final PlanNode node;

    public OperatorHarness(PlanNode node) {
        this.node = node;
    }

    /**
     * One micro-batch.
     *
     * @param inputs rows of each input
     * @param watermark of all inputs
     * @param clockMicros of the micro-batch
     */
    public record Step(List<ColumnBatch> inputs, long watermark, long clockMicros) {
        public static Step of(long watermark, ColumnBatch... inputs) {
            return new Step(List.of(inputs), watermark, 0);
        }

        public Step at(long newClockMicros) {
            return new Step(inputs, watermark, newClockMicros);
        }
    }

    private record Way(String name, Feed feed, int shares, Restore restore, Paging paging) {
        Way(String name, Feed feed, int shares, Restore restore) {
            this(name, feed, shares, restore, Paging.NONE);
        }
    }

    private enum Paging {
        NONE,
        WHOLE_PAGES,
        SINGLE_KEYS
    }

    private enum Feed {
        WHOLE,
        ROW_BY_ROW,
        /** Groups of the first half of the rows, then of the others, where the operator takes groups. */
        AS_GROUPS
    }

    private enum Restore {
        NEVER,
        FROM_CHANGES,
        FROM_SNAPSHOT
    }

    private static final List<Way> WAYS = List.of(
            new Way("row by row", Feed.ROW_BY_ROW, 1, Restore.NEVER),
            new Way("by three shares", Feed.WHOLE, 3, Restore.NEVER),
            new Way("restored from changes", Feed.WHOLE, 1, Restore.FROM_CHANGES),
            new Way("restored from changes, by shares, row by row", Feed.ROW_BY_ROW, 2, Restore.FROM_CHANGES),
            new Way("restored from a snapshot", Feed.WHOLE, 2, Restore.FROM_SNAPSHOT),
            new Way("as groups", Feed.AS_GROUPS, 1, Restore.NEVER),
            new Way("as groups, by shares, restored from changes", Feed.AS_GROUPS, 3, Restore.FROM_CHANGES),
            new Way("paged", Feed.WHOLE, 3, Restore.NEVER, Paging.WHOLE_PAGES),
            new Way("paged by keys", Feed.WHOLE, 2, Restore.NEVER, Paging.SINGLE_KEYS),
            new Way("paged by keys, row by row", Feed.ROW_BY_ROW, 3, Restore.NEVER, Paging.SINGLE_KEYS),
            new Way("paged by keys, as groups", Feed.AS_GROUPS, 2, Restore.NEVER, Paging.SINGLE_KEYS),
            new Way("paged by keys, from changes", Feed.WHOLE, 2, Restore.FROM_CHANGES, Paging.SINGLE_KEYS),
            new Way("paged, from a snapshot", Feed.AS_GROUPS, 3, Restore.FROM_SNAPSHOT, Paging.WHOLE_PAGES));

    /**
     * The output of each micro-batch, a text for each row: its weight where it is not 1, then its values.
     *
     * @throws IllegalStateException when two ways differ, with the way and the micro-batch
     */
    public List<List<String>> run(List<Step> steps) {
        List<List<String>> expected = run(steps, new Way("whole", Feed.WHOLE, 1, Restore.NEVER));
        for (Way way : WAYS) {
            List<List<String>> found = run(steps, way);
            for (int i = 0; i < steps.size(); i++) {
                if (!found.get(i).equals(expected.get(i))) {
                    throw new IllegalStateException("micro-batch " + i + " " + way.name() + " gave " + found.get(i)
                            + "\nand whole gave " + expected.get(i));
                }
            }
        }
        return expected;
    }

    private List<List<String>> run(List<Step> steps, Way way) {
        StatefulOperator[] shares = shares(way.shares(), way.paging());
        List<StateChunk> log = new ArrayList<>();
        List<List<String>> outputs = new ArrayList<>();
        long late = Watermarks.NONE;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            outputs.add(run(shares, step, i, late, way.feed()));
            late = step.watermark();
            for (StatefulOperator share : shares) {
                share.changes(log::add);
            }
            if (way.restore() != Restore.NEVER) {
                if (way.restore() == Restore.FROM_SNAPSHOT) {
                    log.clear();
                    for (StatefulOperator share : shares) {
                        share.snapshot(log::add);
                    }
                }
                shares = shares(1 + (i + way.shares()) % 3, way.paging());
                for (StatefulOperator share : shares) {
                    log.forEach(share::restore);
                }
            }
        }
        return outputs;
    }

    private StatefulOperator[] shares(int wanted, Paging paging) {
        int count = Operators.exchangeKeys(node, 0).isEmpty() ? 1 : wanted;
        boolean weighted = node.inputs().stream().anyMatch(Operators::isWeighted);
        if (paging != Paging.NONE && PagedOperator.isPaged(node)) {
            PageRoom room = new PageRoom(-1, paging == Paging.WHOLE_PAGES ? Integer.MAX_VALUE : 0);
            return PagedOperator.pages(node, "op", weighted, count, new HeapDatabase(), room);
        }
        StatefulOperator[] shares = new StatefulOperator[count];
        Arrays.setAll(shares, i -> Operators.stateful(node, "op", weighted, i, count));
        return shares;
    }

    private List<String> run(StatefulOperator[] shares, Step step, long batchId, long late, Feed feed) {
        long[] lates = new long[step.inputs().size()];
        long[] nows = new long[step.inputs().size()];
        Arrays.fill(lates, late);
        Arrays.fill(nows, step.watermark());
        BatchContext context =
                new BatchContext(batchId, new EvalContext(step.clockMicros(), ZoneOffset.UTC), lates, nows);
        Map<Long, List<String>> byOrder = new TreeMap<>(Comparator.naturalOrder());
        Operator.Output out = (order, rows) ->
                byOrder.computeIfAbsent(order, o -> new ArrayList<>()).addAll(texts(rows));
        Map<Integer, List<PartialGroups>> groups = feed == Feed.AS_GROUPS ? groups(step, context) : Map.of();
        for (int share = 0; share < shares.length; share++) {
            StatefulOperator operator = shares[share];
            operator.begin(context);
            for (int input = 0; input < step.inputs().size(); input++) {
                if (groups.containsKey(input)) {
                    groups.get(input).forEach(partial -> ((PreAggregated) operator).merge(partial, out));
                } else {
                    process(operator, input, own(step.inputs().get(input), input, share, shares.length), feed, out);
                }
                operator.endInput(input, out);
            }
            operator.finish(out);
        }
        List<String> all = new ArrayList<>();
        byOrder.values().forEach(all::addAll);
        return all;
    }

    private static void process(
            StatefulOperator operator, int input, ColumnBatch rows, Feed feed, Operator.Output out) {
        if (feed == Feed.ROW_BY_ROW) {
            for (int row = 0; row < rows.rowCount(); row++) {
                operator.process(input, rows.take(new Selection(new int[] {row}, 1)), out);
            }
        } else if (rows.rowCount() > 0) {
            operator.process(input, rows, out);
        }
    }

    /** The groups of each input's rows, for inputs that may come as groups. */
    private Map<Integer, List<PartialGroups>> groups(Step step, BatchContext context) {
        PreAggregation preAggregation =
                Operators.preAggregation(node, node.inputs().stream().anyMatch(Operators::isWeighted));
        Map<Integer, List<PartialGroups>> groups = new HashMap<>();
        for (int input = 0; preAggregation != null && input < step.inputs().size(); input++) {
            ColumnBatch rows = step.inputs().get(input);
            if (rows.weights() == null && rows.rowCount() > 0) {
                int half = rows.rowCount() / 2;
                groups.put(
                        input,
                        List.of(
                                groups(preAggregation, rows, 0, half, context),
                                groups(preAggregation, rows, half, rows.rowCount(), context)));
            }
        }
        return groups;
    }

    private static PartialGroups groups(
            PreAggregation preAggregation, ColumnBatch rows, int from, int to, BatchContext context) {
        PartialGroups groups = preAggregation.open(context);
        groups.add(rows.take(new Selection(IntStream.range(from, to).toArray(), to - from)));
        return groups;
    }

    private ColumnBatch own(ColumnBatch rows, int input, int share, int shares) {
        List<Integer> keys = Operators.exchangeKeys(node, input);
        Column[] columns = new Column[keys.size()];
        Arrays.setAll(columns, i -> rows.column(keys.get(i)));
        long[] hashes = new long[rows.rowCount()];
        KeyHash.hash(columns, Selection.all(rows.rowCount()), hashes);
        int[] own = new int[rows.rowCount()];
        int count = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            if (KeyHash.shard(hashes[row], shares) == share) {
                own[count++] = row;
            }
        }
        return rows.take(new Selection(own, count));
    }

    private static List<String> texts(ColumnBatch rows) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            long weight = rows.weights() == null ? 1 : rows.weights()[row];
            texts.add((weight == 1 ? "" : weight + "x") + rows.row(row));
        }
        return texts;
    }
}
