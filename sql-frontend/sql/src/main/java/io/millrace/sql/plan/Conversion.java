package io.millrace.sql.plan;

import io.millrace.expr.Expr;
import io.millrace.expr.Functions;
import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.SessionGap;
import io.millrace.time.WindowAssignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;

/**
 * Turns one relational expression into plan nodes, in one {@link Emission}. Holds what the converters of the node kinds
 * share.
 *
 * <p>A table may have an event time and a processing time; its scan has one watermark. It is the event time's unless a
 * window, join or aggregation has to know when a processing time is past: such a demand is noted, and the caller converts
 * again with it ({@link #demandedClocks}).
 */
final class Conversion {
    final Emission emission;
    final RexBuilder rexBuilder;
    final Expressions expressions;
    final ComputedColumns computedColumns;
    private final Set<String> clocks;
    private final Set<String> demandedClocks = new TreeSet<>();
    private final Map<String, Integer> sourceNumbers = new HashMap<>();
    private final Map<String, Integer> functionNumbers = new HashMap<>();
    private int families;

    /** @param clocks the sources whose watermark is to be their clock */
    Conversion(Emission emission, RexBuilder rexBuilder, ComputedColumns computedColumns, Set<String> clocks) {
        this.emission = emission;
        this.rexBuilder = rexBuilder;
        this.expressions = new Expressions(rexBuilder, computedColumns.programNames());
        this.computedColumns = computedColumns;
        this.clocks = Set.copyOf(clocks);
    }

    Relation convert(RelNode rel) {
        if (rel instanceof ProgramRel program) {
            return new ProgramConverter(this).convert(program);
        } else if (rel instanceof TableScan scan) {
            return new ScanConverter(this).convert(scan);
        } else if (rel instanceof Project project && project.containsOver()) {
            return new OverConverter(this).convert(convert(project.getInput()), project);
        } else if (rel instanceof Project project) {
            return new ProjectConverter(this).convert(convert(project.getInput()), project);
        } else if (rel instanceof Filter filter) {
            return new FilterConverter(this).convert(convert(filter.getInput()), filter.getCondition());
        } else if (rel instanceof Aggregate aggregate) {
            return new AggregateConverter(this).convert(convert(aggregate.getInput()), aggregate);
        } else if (rel instanceof Join join) {
            return new JoinConverter(this).convert(convert(join.getLeft()), convert(join.getRight()), join);
        } else if (rel instanceof Union union) {
            return new UnionConverter(this).convert(union);
        } else if (rel instanceof Correlate || rel instanceof Uncollect) {
            return new UnnestConverter(this).convert(rel);
        } else if (rel instanceof TableFunctionScan function) {
            return new WindowConverter(this).convert(convert(function.getInput(0)), function);
        } else if (rel instanceof Values values) {
            return new ValuesConverter(this).convert(values);
        } else if (rel instanceof Sort sort) {
            return new SortConverter(this).convert(convert(sort.getInput()), sort);
        }
        throw Refusal.unsupported(Clause.SELECT, rel.getRelTypeName().replace("Logical", "") + " is not there yet");
    }

    List<Relation> convert(List<RelNode> rels) {
        return rels.stream().map(this::convert).toList();
    }

    /** A name for one more reading of a table. */
    String newSource(String table) {
        int number = sourceNumbers.merge(table, 1, Integer::sum);
        return number == 1 ? table : table + "#" + number;
    }

    /** A name for one more function of a program: two of a name are told apart by their order. */
    String newFunction(String name) {
        int number = functionNumbers.merge(name, 1, Integer::sum);
        return number == 1 ? name : name + " #" + number;
    }

    int newFamily() {
        return families++;
    }

    boolean isClock(String source) {
        return clocks.contains(source);
    }

    /**
     * When values of a time column are past; empty when never. For a processing time that is no watermark yet this asks for
     * it to become one.
     */
    OptionalLong closeOf(TimeColumn time) {
        if (time == null) {
            return OptionalLong.empty();
        }
        if (time.clockOf() != null) {
            demandedClocks.add(time.clockOf());
            return OptionalLong.of(1);
        }
        return time.close();
    }

    /** Sources whose clock has to be their watermark and is not: nothing of this conversion can be used then. */
    Set<String> demandedClocks() {
        return demandedClocks;
    }

    /** A row that is taken back must be computed as it was given; over rows that change, chance and clocks do not. */
    void requireRepeatable(Relation input, Expr expr) {
        if (!input.insertOnly() && !Functions.isDeterministic(expr)) {
            throw Refusal.ofMode(
                    Clause.SELECT,
                    "a clock or random function over rows that change would give another value when a row is taken back; use it"
                            + " below the aggregation, or leave it out");
        }
    }

    /** What is known of the three columns of a window over the column {@code window.timeColumn()} of {@code input}. */
    Map<Integer, TimeColumn> windowTimes(PendingWindow window, TimeColumn time, int firstColumn) {
        OptionalLong timeClose = closeOf(time);
        if (window.isSession()) {
            // a session yet to come, or to change, ends behind all times that are past; where it began nobody knows
            TimeColumn end = new TimeColumn(newFamily(), 0, timeClose, null);
            return Map.of(firstColumn + 1, end, firstColumn + 2, end.shifted(-1));
        }
        // a window [s, e) holds times up to e - 1, the last of which is past at e - 1 + close
        OptionalLong endClose = timeClose.isPresent()
                ? OptionalLong.of(Math.max(0, Math.subtractExact(timeClose.getAsLong(), 1)))
                : OptionalLong.empty();
        TimeColumn end = new TimeColumn(newFamily(), 0, endClose, null);
        return Map.of(
                firstColumn, windowStart(end, window.panes()), firstColumn + 1, end, firstColumn + 2, end.shifted(-1));
    }

    /** What is known of a window's start from what is known of its end. */
    TimeColumn windowStart(TimeColumn end, WindowAssignment window) {
        TimeColumn start = end.shifted(-window.lengthMicrosMax());
        return window.isOfOneLength() ? start : new TimeColumn(newFamily(), 0, start.close(), start.clockOf());
    }

    /**
     * Sessions over a time.
     *
     * @param partition columns, or null for the keys of GROUP BY
     * @param time what is known of it; null when nothing
     */
    PendingWindow.Session session(
            SessionGap gap, List<Integer> partition, String timeName, TimeColumn time, Sources sources) {
        OptionalLong close = closeOf(time);
        boolean closes = close.isPresent() && sources.closes();
        if (emission == Emission.FINAL && !closes && !sources.bounded()) {
            throw Refusal.ofMode(Clause.WINDOW, Refusals.windowNeverFinal(sources, timeName));
        }
        Emit emit = emission.waits() ? Emit.WHEN_FINAL : Emit.CHANGES;
        Long closeMicros = emission == Emission.COMPLETE || close.isEmpty() ? null : (Long) close.getAsLong();
        return new PendingWindow.Session(gap, partition, emit, closeMicros);
    }
}
