package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.plan.Deduplicate;
import io.millrace.plan.PlanNode;
import io.millrace.plan.SessionGap;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Windows and DEDUPLICATE as table functions, and the reading of window calls in both spellings. */
final class WindowConverter {
    private static final String SESSION = "SESSION";

    private final Conversion conversion;

    WindowConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(Relation input, TableFunctionScan rel) {
        RexCall call = (RexCall) rel.getCall();
        if (!(call.getOperator() instanceof WindowTableFunction)) {
            throw Refusal.unsupported(
                    Clause.WINDOW, "table function " + call.getOperator().getName() + " is not there yet");
        }
        if (rel.getInputs().size() != 1) {
            throw new IllegalStateException("a window over " + rel.getInputs().size() + " inputs");
        }
        Relation from = input.materialized();
        int time = described(call.getOperands().get(0), from).get(0);
        if (WindowReader.name(call).equals(WindowTableFunction.DEDUPLICATE)) {
            return deduplicated(call, from, time);
        }
        TimeColumn known = from.times().get(time);
        PendingWindow window = WindowReader.name(call).equals(SESSION)
                ? PendingWindow.ofSessions(time, sessions(call, from, time))
                : PendingWindow.ofPanes(time, WindowReader.read(call));
        Map<Integer, TimeColumn> times = new HashMap<>(from.times());
        times.putAll(conversion.windowTimes(window, known, from.nodeWidth()));
        List<Integer> fields = new ArrayList<>(from.fields());
        fields.addAll(Columns.range(from.nodeWidth(), from.nodeWidth() + Relation.WINDOW_COLUMNS.size()));
        return new Relation(from.node(), window, fields, times, from.keys(), from.insertOnly(), from.sources());
    }

    /** The columns that a DESCRIPTOR names. */
    private static List<Integer> described(RexNode descriptor, Relation from) {
        return ((RexCall) descriptor)
                .getOperands().stream()
                        .map(ref -> from.fields().get(((RexInputRef) ref).getIndex()))
                        .toList();
    }

    private PendingWindow.Session sessions(RexCall call, Relation from, int time) {
        List<Integer> partition = List.of();
        SessionGap gap = null;
        for (RexNode operand : call.getOperands().subList(1, call.getOperands().size())) {
            if (operand.isA(SqlKind.DESCRIPTOR)) {
                partition = described(operand, from);
            } else if (!operand.isA(SqlKind.DEFAULT)) {
                gap = fixedGap(operand);
                if (gap == null) {
                    throw Refusal.invalid(
                            Clause.WINDOW,
                            "the gap of SESSION as a table must be a constant of days to seconds, such as INTERVAL '10'"
                                    + " SECOND; one that each row decides stands in GROUP BY SESSION(time_column, gap)");
                }
            }
        }
        if (gap == null) {
            throw Refusal.invalid(Clause.WINDOW, PlanErrors.windowUsage(SESSION));
        }
        return conversion.session(
                gap, partition, from.columns().field(time).name(), from.times().get(time), from.sources());
    }

    private Relation deduplicated(RexCall call, Relation from, int time) {
        List<Integer> keys = from.fields();
        long withinMicros = 0;
        for (RexNode operand : call.getOperands().subList(1, call.getOperands().size())) {
            if (operand.isA(SqlKind.DESCRIPTOR)) {
                keys = described(operand, from);
            } else if (!operand.isA(SqlKind.DEFAULT)) {
                withinMicros = withinMicros(operand);
            }
        }
        if (withinMicros == 0) {
            throw Refusal.invalid(Clause.WINDOW, PlanErrors.windowUsage(WindowTableFunction.DEDUPLICATE));
        }
        if (!from.insertOnly()) {
            throw Refusal.ofMode(
                    Clause.WINDOW,
                    "DEDUPLICATE is over rows that are never taken back; put it below what changes its rows, such as an"
                            + " aggregation");
        }
        boolean evicts = conversion.emission != Emission.BATCH && conversion.emission != Emission.COMPLETE;
        OptionalLong close = evicts ? conversion.closeOf(from.times().get(time)) : OptionalLong.empty();
        boolean closes = close.isPresent() && from.sources().closes();
        PlanNode node = new Deduplicate(
                from.node(),
                keys.stream().distinct().toList(),
                time,
                withinMicros,
                closes ? new Deduplicate.Close(close.getAsLong()) : null);
        return from.withNode(node);
    }

    private static long withinMicros(RexNode operand) {
        OptionalLong micros = Intervals.micros(operand);
        if (micros.isEmpty() || micros.getAsLong() < 0) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "how far duplicates of DEDUPLICATE are apart must be a constant of days to seconds, such as INTERVAL"
                            + " '10' SECOND");
        }
        return micros.getAsLong();
    }

    /** The gap of a session as a constant; null when it is none. */
    static SessionGap fixedGap(RexNode node) {
        OptionalLong micros = Intervals.micros(node);
        if (micros.isPresent() && micros.getAsLong() <= 0) {
            throw Refusal.invalid(Clause.WINDOW, "the gap of SESSION must be longer than nothing");
        }
        if (TypeTranslator.toEngine(node.getType()).kind() != DataType.Kind.INTERVAL_DAY_TIME) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "the gap of SESSION must be an interval of days to seconds; months have no fixed length");
        }
        return micros.isPresent() ? SessionGap.fixed(micros.getAsLong()) : null;
    }

    static boolean isSession(RexNode bound) {
        return WindowReader.name((RexCall) bound).equals(SESSION);
    }

    static void requireTime(RexNode window) {
        RexNode time = ((RexCall) window).getOperands().get(0);
        if (!TypeTranslator.toEngine(time.getType()).isTimestamp()) {
            throw new Refusal(
                    ErrorCode.TYPE_MISMATCH,
                    Clause.WINDOW,
                    "windows are over a TIMESTAMP or TIMESTAMP_LTZ, not over a "
                            + time.getType().getSqlTypeName() + "; CAST it");
        }
    }
}
