package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.AssignWindows;
import io.millrace.plan.Deduplicate;
import io.millrace.plan.GroupingSets;
import io.millrace.plan.Join;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.Limit;
import io.millrace.plan.Materialize;
import io.millrace.plan.Over;
import io.millrace.plan.OverCall;
import io.millrace.plan.PlanCheck;
import io.millrace.plan.PlanNode;
import io.millrace.plan.PlanPrinter;
import io.millrace.plan.Scan;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.WindowAggregate;
import io.millrace.plan.WindowText;
import io.millrace.process.StateVariable;
import io.millrace.process.TimeMode;
import io.millrace.time.CalendarWindow;
import io.millrace.time.CumulativeCalendarWindow;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.SlidingWindow;
import io.millrace.time.WindowAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says of each operator with state what it keeps, when it lets go, and whether that bounds it. */
final class StateVerdicts {
    private final Predicate<String> boundedTable;
    private final List<String> unbounded = new ArrayList<>();

    /** @param boundedTable whether the rows of the table of that name end by themselves */
    StateVerdicts(Predicate<String> boundedTable) {
        this.boundedTable = boundedTable;
    }

    /** What is UNBOUNDED among the nodes asked about so far, a sentence each. */
    List<String> unbounded() {
        return unbounded;
    }

    List<String> of(PlanNode node) {
        List<String> all = new ArrayList<>(state(node));
        all.addAll(estimates(node));
        return all;
    }

    /** How far off the results of estimating aggregates may be. */
    private static List<String> estimates(PlanNode node) {
        List<AggregateCall> calls = List.of();
        if (node instanceof Aggregate aggregate) {
            calls = aggregate.calls();
        } else if (node instanceof WindowAggregate window) {
            calls = window.calls();
        } else if (node instanceof SessionAggregate sessions) {
            calls = sessions.calls();
        }
        return calls.stream()
                .filter(call -> call.function().error() != null)
                .map(call -> call.name() + " is an estimate: " + call.function().error())
                .toList();
    }

    private List<String> state(PlanNode node) {
        if (node instanceof WindowAggregate aggregate) {
            String by = aggregate.keys().isEmpty()
                    ? ""
                    : ", by " + names(aggregate.input().schema(), aggregate.keys());
            return List.of("state: panes of " + WindowText.pane(aggregate.window()) + by
                    + "; a pane goes when the watermark passes the end of its last window; bounded");
        } else if (node instanceof SessionAggregate sessions) {
            return List.of("state: "
                    + sessions(
                            "sessions", sessions.input(), sessions.keys(), sessions.closeMicros(), "one goes", "its"));
        } else if (node instanceof AssignSessions sessions) {
            return List.of("state: "
                    + sessions(
                            "rows of sessions",
                            sessions.input(),
                            sessions.keys(),
                            sessions.closeMicros(),
                            "they go",
                            "their"));
        } else if (node instanceof Aggregate aggregate) {
            return List.of("state: " + aggregate(aggregate));
        } else if (node instanceof Join join) {
            return List.of(
                    "state: left rows" + side(join, join.leftBound(), join.left(), join.right(), "left"),
                    "state: right rows" + side(join, join.rightBound(), join.right(), join.left(), "right"));
        } else if (node instanceof Over over) {
            return List.of("state: " + over(over));
        } else if (node instanceof Deduplicate deduplicate) {
            return List.of("state: " + deduplicate(deduplicate));
        } else if (node instanceof Materialize materialize) {
            return List.of("state: " + whole(materialize));
        } else if (node instanceof KeyedProcess process) {
            return List.of("state: " + process(process));
        } else if (node instanceof Limit) {
            return List.of("state: a count of rows; bounded");
        } else if (node instanceof GroupingSets sets) {
            return List.of("each row becomes " + sets.sets().size() + ", one for each grouping set");
        } else if (node instanceof AssignWindows windows) {
            return copies(windows.window());
        }
        return List.of();
    }

    /** What a function lets go of is its own business. */
    private static String process(KeyedProcess process) {
        List<String> kept = new ArrayList<>();
        for (StateVariable variable : process.state()) {
            kept.add(variable.name()
                    + (variable.expires()
                            ? " for " + PlanPrinter.length(variable.ttlMicros()) + " after it is written"
                            : ""));
        }
        if (process.time() != TimeMode.NONE) {
            kept.add("timers");
        }
        return kept.isEmpty()
                ? "nothing"
                : String.join(", ", kept) + ", by key until the function removes it; bounded by key count";
    }

    private static List<String> copies(WindowAssignment window) {
        if (window instanceof CumulativeWindow cumulative) {
            return copies(1, cumulative.sizeMicros() / cumulative.stepMicros());
        } else if (window instanceof CumulativeCalendarWindow cumulative) {
            return copies(1, cumulative.steps());
        } else if (window instanceof SlidingWindow sliding) {
            return overlap(sliding.slideMicros(), sliding.sizeMicros());
        }
        CalendarWindow calendar = (CalendarWindow) window;
        return overlap(calendar.slide(), calendar.size());
    }

    private static List<String> overlap(long slide, long size) {
        return size <= slide ? List.of() : copies(size / slide, (size + slide - 1) / slide);
    }

    private static List<String> copies(long least, long most) {
        if (most <= 1) {
            return List.of();
        }
        String many = least == most ? "" + most : least + (most == least + 1 ? " or " : " to ") + most;
        return List.of("each row becomes " + many + ", one for each window");
    }

    private String sessions(
            String kept, PlanNode input, List<Integer> keys, Long closeMicros, String goes, String whose) {
        String what = kept + (keys.isEmpty() ? "" : " by " + names(input.schema(), keys));
        if (closeMicros != null) {
            return what + "; " + goes + " when the watermark has passed " + whose + " end"
                    + (closeMicros <= 1 ? "" : " plus " + PlanPrinter.length(closeMicros)) + "; bounded";
        }
        return ends(input) ? what + "; bounded, since the input ends" : unbounded(what + "; never go");
    }

    private String aggregate(Aggregate aggregate) {
        Schema input = aggregate.input().schema();
        String groups = aggregate.keys().isEmpty() ? "one group" : "a group for each " + names(input, aggregate.keys());
        if (aggregate.close() != null) {
            String key =
                    input.field(aggregate.keys().get(aggregate.close().key())).name();
            long micros = aggregate.close().offsetMicros();
            return groups + "; it goes when the watermark passes its " + key
                    + (micros <= 1 ? "" : " plus " + PlanPrinter.length(micros)) + "; bounded";
        }
        String collected = collected(aggregate);
        if (ends(aggregate.input())) {
            return groups + "; bounded, since the input ends";
        }
        if (collected != null) {
            return unbounded(groups + ", with " + collected);
        }
        return groups + (aggregate.keys().isEmpty() ? "; bounded" : "; never goes; bounded by key count");
    }

    private String over(Over over) {
        Schema input = over.input().schema();
        String partitions = over.partitionBy().isEmpty() ? "" : " of each " + names(input, over.partitionBy());
        if (over.first() != null) {
            String peers = over.first().peers() ? " and their peers" : "";
            return "the first " + over.first().rows() + (over.first().rows() == 1 ? " row" : " rows") + peers
                    + partitions + (over.partitionBy().isEmpty() ? "; bounded" : "; never go; bounded by key count");
        }
        if (over.close() == null) {
            boolean changes = !PlanCheck.isInsertOnly(over.input());
            return ends(over.input())
                    ? "all rows; bounded, since the input ends"
                    : changes && grouped(over.input())
                            ? "all rows; bounded by key count"
                            : unbounded("all rows, since no watermark says that no row will come before them");
        }
        String time = input.field(over.orderBy().get(0).column()).name();
        long rows = 0;
        long micros = 0;
        boolean running = false;
        for (OverCall call : over.calls()) {
            OverCall.Frame frame = call.frame();
            running |= frame.isUnbounded() && !call.function().equals("LAST_VALUE");
            rows = Math.max(rows, frame.rangeMicros() < 0 ? frame.rows() : 0);
            micros = Math.max(micros, frame.rangeMicros());
        }
        List<String> kept = new ArrayList<>();
        kept.add("rows until the watermark passes their " + time
                + (micros > 0 ? " plus " + PlanPrinter.length(micros) : ""));
        if (rows > 0) {
            kept.add("the last " + (rows == 1 ? "row" : rows + " rows") + partitions);
        }
        if (running) {
            kept.add("what those before come to" + partitions);
        }
        boolean byKeys = (rows > 0 || running) && !over.partitionBy().isEmpty();
        return String.join(", ", kept) + (byKeys ? "; bounded by key count" : "; bounded");
    }

    private String deduplicate(Deduplicate deduplicate) {
        Schema input = deduplicate.schema();
        List<Integer> columns = new ArrayList<>(deduplicate.keys());
        columns.remove((Integer) deduplicate.timeColumn());
        columns.add(deduplicate.timeColumn());
        String kept = names(input, columns) + " of each row given";
        if (deduplicate.close() != null) {
            return kept + "; they go when the watermark has passed its "
                    + input.field(deduplicate.timeColumn()).name() + " plus "
                    + PlanPrinter.length(deduplicate.withinMicros()) + "; bounded";
        }
        return ends(deduplicate.input())
                ? kept + "; bounded, since the input ends"
                : unbounded(kept + ", since no watermark says when no duplicate will come");
    }

    /** What an aggregate keeps of its rows besides results; null when nothing. */
    private static String collected(Aggregate aggregate) {
        boolean insertOnly = PlanCheck.isInsertOnly(aggregate.input());
        for (AggregateCall call : aggregate.calls()) {
            Schema input = aggregate.input().schema();
            String names = names(input, call.arguments());
            if (call.distinct()) {
                return "every distinct value of " + names;
            }
            Set<Property> properties = call.function()
                    .properties(call.arguments().stream().map(input::type).toList());
            if (properties.contains(Property.GATHERING) || !call.order().isEmpty()) {
                return "every value of " + names;
            }
            if (!properties.contains(Property.INVERTIBLE) && !insertOnly) {
                return "every value of " + names + ", since rows may be taken back";
            }
        }
        return null;
    }

    private String side(Join join, Join.Bound bound, PlanNode side, PlanNode other, String name) {
        boolean left = name.equals("left");
        String keys = " by " + names(side.schema(), left ? join.leftKeys() : join.rightKeys());
        if (bound != null) {
            long micros = bound.offsetMicros();
            String by = micros == 0 || micros == 1
                    ? ""
                    : (micros < 0 ? " less " : " plus ") + PlanPrinter.length(Math.abs(micros));
            return keys + "; one goes when the " + (left ? "right" : "left") + " watermark passes its "
                    + side.schema().field(bound.column()).name() + by + "; bounded";
        }
        if (ends(side)) {
            return keys + "; never go; bounded, since they end";
        }
        if (ends(other)) {
            return keys + "; they go when all of the other side has been read; bounded then";
        }
        return unbounded(keys + "; never go, since no condition ties a time of theirs to one of the "
                + (left ? "right" : "left"));
    }

    private String whole(Materialize materialize) {
        String kept = "the whole result";
        if (ends(materialize.input())) {
            return kept + "; bounded, since the input ends";
        }
        return grouped(materialize.input()) ? kept + "; bounded by key count" : unbounded(kept);
    }

    private static boolean grouped(PlanNode node) {
        return node instanceof Aggregate
                || node.inputs().size() == 1 && grouped(node.inputs().get(0));
    }

    private String unbounded(String what) {
        unbounded.add("state is UNBOUNDED: " + what.strip());
        return what + "; UNBOUNDED";
    }

    private boolean ends(PlanNode node) {
        if (node instanceof Scan scan) {
            return boundedTable.test(scan.table());
        }
        return node.inputs().stream().allMatch(this::ends);
    }

    private static String names(Schema schema, List<Integer> columns) {
        return columns.stream().map(column -> schema.field(column).name()).collect(Collectors.joining(", "));
    }
}
