package io.millrace.runtime;

import io.millrace.aggregate.AggregateCall;
import io.millrace.checkpoint.OperatorSignature;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.Deduplicate;
import io.millrace.plan.Join;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.Over;
import io.millrace.plan.PlanNode;
import io.millrace.plan.PlanPrinter;
import io.millrace.plan.Scan;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.SessionGap;
import io.millrace.plan.UnionAll;
import io.millrace.plan.WindowAggregate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a restart compares of two plans, operator by operator: of a scan its table, of an operator with state all that its
 * state was built by, and of the others how they are shown.
 *
 * <p>What has no state is told from others of its kind, in one place of the plan, by their number from the source on.
 */
final class Signatures {
    private Signatures() {}

    /** Inputs before their users. */
    static List<OperatorSignature> of(PlanNode root) {
        List<OperatorSignature> signatures = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Step step : Step.build(root, 1).all()) {
            if (step.node instanceof Scan scan) {
                signatures.add(new OperatorSignature("Scan " + scan.source(), "scan", "table " + scan.table(), true));
            } else if (step.isStateful()) {
                signatures.add(new OperatorSignature(step.id, kind(step.node), signature(step.node), true));
            } else if (!(step.node instanceof UnionAll)) {
                signatures.add(stateless(step, taken));
            }
        }
        return signatures;
    }

    private static OperatorSignature stateless(Step step, Set<String> taken) {
        String shown = PlanPrinter.line(step.node);
        int word = shown.indexOf(' ');
        String name = word < 0 ? shown : shown.substring(0, word);
        String place = step.id.isEmpty() ? name : step.id + "/" + name;
        String id = place;
        for (int number = 2; !taken.add(id); number++) {
            id = place + " " + number;
        }
        return new OperatorSignature(id, kind(step.node), shown.substring(word + 1), false);
    }

    private static String kind(PlanNode node) {
        return node.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** What has been let go under one bound may be missed under another. */
    private static String kept(String side, PlanNode input, Join.Bound bound) {
        return bound == null
                ? ""
                : ", " + side + " rows kept until " + columns(input, List.of(bound.column())) + " + "
                        + bound.offsetMicros() + " microseconds";
    }

    private static String signature(PlanNode node) {
        if (node instanceof Aggregate aggregate) {
            return "keys " + columns(aggregate.input(), aggregate.keys()) + ", aggregates "
                    + calls(aggregate.input(), aggregate.calls()) + ", results " + aggregate.emit() + ", closes "
                    + (aggregate.close() == null ? "never" : aggregate.close());
        }
        if (node instanceof WindowAggregate window) {
            return "window " + window.window() + " on "
                    + columns(window.input(), List.of(window.timeColumn())) + ", keys "
                    + columns(window.input(), window.keys()) + ", aggregates " + calls(window.input(), window.calls());
        }
        if (node instanceof SessionAggregate sessions) {
            return sessions(sessions.input(), sessions.timeColumn(), sessions.gap(), sessions.keys()) + ", aggregates "
                    + calls(sessions.input(), sessions.calls()) + ", results " + sessions.emit();
        }
        if (node instanceof AssignSessions sessions) {
            return sessions(sessions.input(), sessions.timeColumn(), sessions.gap(), sessions.keys()) + " of "
                    + sessions.input().schema() + ", results " + sessions.emit();
        }
        if (node instanceof Over over) {
            return "partitions " + columns(over.input(), over.partitionBy()) + ", order "
                    + over.orderBy().stream()
                            .map(key -> over.input().schema().field(key.column())
                                    + (key.descending() ? " DESC" : "")
                                    + (key.nullsFirst() ? " NULLS FIRST" : ""))
                            .toList()
                    + ", calls "
                    + over.calls().stream()
                            .map(call -> call.function() + " " + columns(over.input(), call.arguments()) + " "
                                    + call.frame() + " " + call.type())
                            .toList()
                    + ", row " + over.input().schema() + ", results " + over.emit() + ", closes "
                    + (over.close() == null ? "never" : over.close())
                    + (over.first() == null ? "" : ", first " + over.first());
        }
        if (node instanceof Deduplicate deduplicate) {
            return "keys " + columns(deduplicate.input(), deduplicate.keys()) + ", time "
                    + columns(deduplicate.input(), List.of(deduplicate.timeColumn())) + ", within "
                    + deduplicate.withinMicros() + ", closes "
                    + (deduplicate.close() == null ? "never" : deduplicate.close());
        }
        if (node instanceof Join join) {
            return "left " + columns(join.left(), join.leftKeys()) + " of "
                    + join.left().schema() + ", right " + columns(join.right(), join.rightKeys()) + " of "
                    + join.right().schema() + kept("left", join.left(), join.leftBound())
                    + kept("right", join.right(), join.rightBound());
        }
        if (node instanceof KeyedProcess process) {
            return process(process);
        }
        return node.schema().toString();
    }

    private static String process(KeyedProcess process) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < process.inputs().size(); i++) {
            keys.add(columns(process.inputs().get(i), process.sides().get(i).keys()));
        }
        return "function \"" + process.function().name() + "\", keys " + String.join(" and ", keys) + ", state "
                + process.state() + ", timers " + process.time();
    }

    private static String sessions(PlanNode input, int timeColumn, SessionGap gap, List<Integer> keys) {
        Object length = gap.column() < 0 ? gap.micros() : columns(input, List.of(gap.column()));
        return "sessions of gap " + length + " on " + columns(input, List.of(timeColumn)) + ", keys "
                + columns(input, keys);
    }

    private static String columns(PlanNode input, List<Integer> positions) {
        return positions.stream()
                .map(i -> input.schema().field(i).toString())
                .toList()
                .toString();
    }

    private static String calls(PlanNode input, List<AggregateCall> calls) {
        return calls.stream()
                .map(call -> call.function().name() + (call.distinct() ? " DISTINCT " : " ")
                        + columns(input, call.arguments())
                        + (call.parameters().isEmpty() ? "" : " " + call.parameters())
                        + order(input, call)
                        + (call.ignoreNulls() ? " IGNORE NULLS" : "") + (call.filter() < 0 ? "" : " FILTERED") + " "
                        + call.type())
                .toList()
                .toString();
    }

    private static String order(PlanNode input, AggregateCall call) {
        StringBuilder text = new StringBuilder();
        for (AggregateCall.Order key : call.order()) {
            text.append(text.isEmpty() ? " ORDER BY " : ", ")
                    .append(input.schema().field(key.column()).name())
                    .append(key.descending() ? " DESC" : " ASC")
                    .append(key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
        return text.toString();
    }
}
