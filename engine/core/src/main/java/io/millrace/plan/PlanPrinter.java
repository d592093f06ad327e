package io.millrace.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import io.millrace.process.TimeMode;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prints a plan as an indented tree, columns by name:
 *
 * <pre>
 * Project auction, window_end, count
 *   WindowAggregate HOP(2 s, 10 s) over ts, by auction: COUNT(*) AS count
 *     AssignWatermark ts - 4 s
 *       Scan bid: auction, ts
 * </pre>
 */
public final class PlanPrinter {
    private final Function<PlanNode, List<String>> remarks;
    private final StringBuilder text = new StringBuilder();

    private PlanPrinter(Function<PlanNode, List<String>> remarks) {
        this.remarks = remarks;
    }

    /** The tree of a query, a line for each node. */
    public static String print(QueryPlan plan) {
        return print(plan.root());
    }

    /** The tree, a line for each node. */
    public static String print(PlanNode root) {
        return print(root, node -> List.of());
    }

    /** The tree, with remarks on their own lines under the nodes they are about. */
    public static String print(PlanNode root, Function<PlanNode, List<String>> remarks) {
        PlanPrinter printer = new PlanPrinter(remarks);
        printer.print(root, "");
        return printer.text.toString();
    }

    private void print(PlanNode node, String indent) {
        text.append(indent).append(line(node)).append('\n');
        for (String remark : remarks.apply(node)) {
            text.append(indent).append("    ").append(remark).append('\n');
        }
        node.inputs().forEach(input -> print(input, indent + "  "));
    }

    /** One node, without its inputs. */
    public static String line(PlanNode node) {
        if (node instanceof Scan scan) {
            String alias = scan.source().equals(scan.table()) ? "" : " as " + scan.source();
            return "Scan " + scan.table() + alias + ": "
                    + String.join(", ", scan.schema().names());
        } else if (node instanceof Values values) {
            return "Values " + values.rows().size() + (values.rows().size() == 1 ? " row: " : " rows: ")
                    + String.join(", ", values.schema().names());
        } else if (node instanceof AssignWatermark watermark) {
            return watermark(watermark);
        } else if (node instanceof Filter filter) {
            return "Filter " + show(filter.predicate(), filter.input().schema());
        } else if (node instanceof Project project) {
            return "Project " + projections(project);
        } else if (node instanceof Unnest unnest) {
            return "Unnest " + show(unnest.collection(), unnest.input().schema())
                    + (unnest.withOrdinality() ? " with ordinality" : "") + (unnest.outer() ? " outer" : "");
        } else if (node instanceof AssignWindows windows) {
            return "AssignWindows " + WindowText.of(windows.window()) + " over "
                    + name(windows.input().schema(), windows.timeColumn());
        } else if (node instanceof GroupingSets sets) {
            return "GroupingSets " + groupingSets(sets);
        } else if (node instanceof UnionAll) {
            return "UnionAll";
        } else if (node instanceof WindowAggregate aggregate) {
            Schema input = aggregate.input().schema();
            return "WindowAggregate " + WindowText.of(aggregate.window()) + " over "
                    + name(input, aggregate.timeColumn()) + groups(input, aggregate.keys(), aggregate.calls());
        } else if (node instanceof SessionAggregate sessions) {
            Schema input = sessions.input().schema();
            return "SessionAggregate " + sessions(input, sessions.timeColumn(), sessions.gap())
                    + emission(sessions.emit()) + groups(input, sessions.keys(), sessions.calls())
                    + close(sessions.closeMicros());
        } else if (node instanceof AssignSessions sessions) {
            Schema input = sessions.input().schema();
            return "AssignSessions " + sessions(input, sessions.timeColumn(), sessions.gap())
                    + emission(sessions.emit()) + groups(input, sessions.keys(), List.of())
                    + close(sessions.closeMicros());
        } else if (node instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        } else if (node instanceof Over over) {
            return over(over);
        } else if (node instanceof Deduplicate deduplicate) {
            return deduplicate(deduplicate);
        } else if (node instanceof Join join) {
            return join(join);
        } else if (node instanceof Sort sort) {
            return "Sort " + keys(sort.keys(), sort.schema()) + rows(sort.offset(), sort.fetch());
        } else if (node instanceof Limit limit) {
            return "Limit" + rows(limit.offset(), limit.fetch());
        } else if (node instanceof MapRows map) {
            return "MapRows \"" + map.function().name() + "\" of "
                    + names(map.input().schema(), map.arguments()) + ": "
                    + String.join(", ", map.schema().names());
        } else if (node instanceof KeyedProcess process) {
            return process(process);
        }
        Materialize materialize = (Materialize) node;
        return "Materialize"
                + (materialize.keys().isEmpty() ? "" : " " + keys(materialize.keys(), materialize.schema()))
                + rows(materialize.offset(), materialize.fetch());
    }

    private static String process(KeyedProcess process) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < process.sides().size(); i++) {
            keys.add(names(
                    process.inputs().get(i).schema(), process.sides().get(i).keys()));
        }
        return "KeyedProcess \"" + process.function().name() + "\" by " + String.join(" and ", keys)
                + (process.time() == TimeMode.NONE
                        ? ""
                        : ", timers in "
                                + process.time().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                + (process.whole() ? ", each key once: " : ": ")
                + String.join(", ", process.schema().names());
    }

    private static String names(Schema input, List<Integer> columns) {
        return columns.stream().map(column -> name(input, column)).collect(Collectors.joining(", "));
    }

    private static String watermark(AssignWatermark watermark) {
        String column = name(watermark.schema(), watermark.column());
        String what = watermark.processingTime()
                ? column + " = clock"
                : column + (watermark.delayMicros() == 0 ? "" : " - " + length(watermark.delayMicros()));
        return "AssignWatermark " + what
                + (watermark.nullTime().equals("keep") ? "" : ", NULL: " + watermark.nullTime())
                + (watermark.dropLate() ? ", late rows dropped here" : "");
    }

    private static String projections(Project project) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            String shown = show(project.expressions().get(i), project.input().schema());
            String name = project.schema().field(i).name();
            columns.add(shown.equals(name) ? name : shown + " AS " + name);
        }
        return String.join(", ", columns);
    }

    private static String groupingSets(GroupingSets sets) {
        Schema input = sets.input().schema();
        return sets.sets().stream()
                .map(set -> set.stream()
                        .map(key -> name(input, sets.keys().get(key)))
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
    }

    private static String sessions(Schema input, int timeColumn, SessionGap gap) {
        String length = gap.column() < 0 ? length(gap.micros()) : name(input, gap.column());
        return "SESSION(" + length + ") over " + name(input, timeColumn);
    }

    private static String emission(Aggregate.Emit emit) {
        return emit == Aggregate.Emit.WHEN_FINAL ? " when final" : " changes";
    }

    private static String close(Long closeMicros) {
        if (closeMicros == null) {
            return "";
        }
        return ", closed " + (closeMicros == 1 ? "window_end <" : shifted("window_end", closeMicros) + " <=")
                + " watermark";
    }

    private static String aggregate(Aggregate aggregate) {
        Schema input = aggregate.input().schema();
        String emit = emission(aggregate.emit());
        String close = "";
        if (aggregate.close() != null) {
            int key = aggregate.keys().get(aggregate.close().key());
            close = ", closed " + shifted(name(input, key), aggregate.close().offsetMicros()) + " <= watermark";
        }
        String kind = aggregate.calls().isEmpty() && !aggregate.keys().isEmpty() ? "Distinct" : "Aggregate";
        return kind + emit + groups(input, aggregate.keys(), aggregate.calls()) + close;
    }

    private static String groups(Schema input, List<Integer> keys, List<AggregateCall> calls) {
        String by = keys.isEmpty()
                ? ""
                : " by " + keys.stream().map(key -> name(input, key)).collect(Collectors.joining(", "));
        return by
                + (calls.isEmpty()
                        ? ""
                        : ": " + calls.stream().map(call -> show(call, input)).collect(Collectors.joining(", ")));
    }

    private static String show(AggregateCall call, Schema input) {
        return call.show(column -> name(input, column));
    }

    private static String over(Over over) {
        Schema input = over.input().schema();
        String emit = over.emit() == Aggregate.Emit.WHEN_FINAL ? " when final" : " changes";
        String order = keys(over.orderBy().subList(0, over.peerKeys()), input);
        List<Sort.Key> ties =
                over.orderBy().subList(over.peerKeys(), over.orderBy().size());
        return "Over" + emit
                + (over.partitionBy().isEmpty()
                        ? ""
                        : " by "
                                + over.partitionBy().stream()
                                        .map(column -> name(input, column))
                                        .collect(Collectors.joining(", ")))
                + (over.peerKeys() == 0 ? "" : " ordered " + order)
                + (ties.isEmpty() ? "" : ", ties " + keys(ties, input))
                + (over.first() == null
                        ? ""
                        : ", first " + over.first().rows() + (over.first().peers() ? " with peers" : ""))
                + ": "
                + over.calls().stream().map(call -> show(call, input)).collect(Collectors.joining(", "));
    }

    private static String deduplicate(Deduplicate deduplicate) {
        Schema input = deduplicate.schema();
        String keys = deduplicate.keys().stream().map(key -> name(input, key)).collect(Collectors.joining(", "));
        return "Deduplicate" + (keys.isEmpty() ? "" : " by " + keys) + " within " + length(deduplicate.withinMicros())
                + " of " + name(input, deduplicate.timeColumn());
    }

    private static String show(OverCall call, Schema input) {
        String arguments = call.arguments().isEmpty()
                ? call.function().equals("COUNT") ? "*" : ""
                : call.arguments().stream()
                        .map(argument -> name(input, argument))
                        .collect(Collectors.joining(", "));
        String frame = switch (call.function()) {
            case "ROW_NUMBER", "RANK" -> "";
            case "LAG" -> " " + call.frame().rows() + " back";
            default -> " " + frame(call.frame());
        };
        return call.function() + "(" + arguments + ")" + frame + " AS " + call.name();
    }

    /** How far back the frame of a call goes, in words. */
    public static String frame(OverCall.Frame frame) {
        if (frame.isUnbounded()) {
            return frame.peers() ? "over all so far and peers" : "over all so far";
        }
        String rows = frame.rows() < 0 ? "" : "over " + (frame.rows() + 1) + (frame.rows() == 0 ? " row" : " rows");
        String range = frame.rangeMicros() < 0
                ? ""
                : frame.rangeMicros() == 0 ? "over peers" : "over " + length(frame.rangeMicros());
        return rows
                + (rows.isEmpty() || range.isEmpty() ? "" : " within ")
                + range.replace("over ", rows.isEmpty() ? "over " : "");
    }

    private static String join(Join join) {
        List<String> on = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            on.add("left." + name(join.left().schema(), join.leftKeys().get(i)) + " = right."
                    + name(join.right().schema(), join.rightKeys().get(i)));
        }
        if (join.condition() != null) {
            Schema left = join.left().schema();
            on.add(show(
                    join.condition(),
                    index -> index < left.size()
                            ? "left." + name(left, index)
                            : "right." + name(join.right().schema(), index - left.size())));
        }
        String bounds = bound("left", join.leftBound(), join.left().schema())
                + bound("right", join.rightBound(), join.right().schema());
        return "Join " + String.join(" AND ", on) + bounds;
    }

    private static String bound(String side, Join.Bound bound, Schema schema) {
        if (bound == null) {
            return "";
        }
        String other = side.equals("left") ? "right" : "left";
        return ", " + side + " gone " + shifted(side + "." + name(schema, bound.column()), bound.offsetMicros())
                + " <= watermark of " + other;
    }

    private static String keys(List<Sort.Key> keys, Schema schema) {
        return "by "
                + keys.stream()
                        .map(key -> name(schema, key.column())
                                + (key.descending() ? " DESC" : "")
                                + (key.nullsFirst() == key.descending()
                                        ? key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"
                                        : ""))
                        .collect(Collectors.joining(", "));
    }

    private static String rows(long offset, long fetch) {
        return (offset == 0 ? "" : " offset " + offset)
                + (fetch < 0 || fetch == Long.MAX_VALUE ? "" : " fetch " + fetch);
    }

    private static String shifted(String name, long micros) {
        return micros == 0 ? name : name + (micros < 0 ? " - " : " + ") + length(Math.abs(micros));
    }

    /** A length of time in its largest whole unit: {@code 10 s}, {@code 1500 ms}. */
    public static String length(long micros) {
        if (micros % 86_400_000_000L == 0) {
            return micros / 86_400_000_000L + " d";
        } else if (micros % 3_600_000_000L == 0) {
            return micros / 3_600_000_000L + " h";
        } else if (micros % 60_000_000L == 0) {
            return micros / 60_000_000L + " min";
        } else if (micros % 1_000_000L == 0) {
            return micros / 1_000_000L + " s";
        }
        String seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
        return Math.abs(micros) > 1_000_000L
                ? seconds + " s"
                : micros % 1000 == 0 ? micros / 1000 + " ms" : micros + " us";
    }

    private static String name(Schema schema, int index) {
        return schema.field(index).name();
    }

    private static String show(Expr expr, Schema input) {
        return show(expr, index -> name(input, index));
    }

    private static String show(Expr expr, Function<Integer, String> names) {
        if (expr instanceof InputRef ref) {
            return names.apply(ref.index());
        }
        if (expr instanceof Literal literal) {
            return text(literal);
        }
        Call call = (Call) expr;
        List<String> args = call.args().stream().map(arg -> show(arg, names)).toList();
        if (call.function().equals("CAST")) {
            return "CAST(" + args.get(0) + " AS " + call.type() + ")";
        }
        String operator = infix(call);
        return operator == null
                ? call.function() + "(" + String.join(", ", args) + ")"
                : "(" + String.join(" " + operator + " ", args) + ")";
    }

    /** How the function is written between its arguments; null when it is not. */
    private static String infix(Call call) {
        if (call.args().size() < 2) {
            return null;
        }
        return switch (call.function()) {
            case "AND", "OR", "LIKE" -> call.function();
            case "DATETIME_PLUS" -> "+";
            case "DATETIME_MINUS", "MINUS_DATE" -> "-";
            default -> Character.isLetter(call.function().charAt(0)) ? null : call.function();
        };
    }

    /** A constant as it is printed. */
    public static String text(Literal literal) {
        return switch (literal.type().kind()) {
            case INTERVAL_DAY_TIME -> literal.value() == null ? "NULL" : length((Long) literal.value());
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ ->
                literal.value() == null
                        ? "NULL"
                        : "'" + ValueText.format(literal.value(), literal.type(), ZoneOffset.UTC) + "'";
            default -> literal.toString();
        };
    }
}
