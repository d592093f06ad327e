package io.millrace.sql.plan;

import io.millrace.error.ErrorCode;
import io.millrace.plan.PlanPrinter;
import io.millrace.sql.expr.TypeTranslator;
import io.millrace.sql.plan.Relation.PendingWindow;
import io.millrace.time.SlidingWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.TimeString;

/** Windows as table functions, and the reading of window calls in both spellings. */
final class WindowConverter {
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
        RexInputRef descriptor = (RexInputRef)
                ((RexCall) call.getOperands().get(0)).getOperands().get(0);
        int time = from.fields().get(descriptor.getIndex());
        PendingWindow window = new PendingWindow(time, window(call));
        Map<Integer, TimeColumn> times = new HashMap<>(from.times());
        times.putAll(conversion.windowTimes(window, from.times().get(time), from.nodeWidth()));
        List<Integer> fields = new ArrayList<>(from.fields());
        fields.addAll(Columns.range(from.nodeWidth(), from.nodeWidth() + Relation.WINDOW_COLUMNS.size()));
        return new Relation(from.node(), window, fields, times, from.keys(), from.insertOnly(), from.sources());
    }

    static boolean isGroupWindow(RexNode node) {
        return node instanceof RexCall call
                && (call.getOperator() == GroupWindows.TUMBLE || call.getOperator() == GroupWindows.HOP);
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

    /** The window of {@code TUMBLE(time, size [, offset])} or {@code HOP(time, slide, size [, offset])}. */
    static SlidingWindow window(RexCall call) {
        List<RexNode> operands = call.getOperands();
        String name = call.getOperator().getName().replace("$", "");
        boolean tumble = name.equals("TUMBLE");
        long slide = length(operands.get(1), name, tumble ? "size" : "slide");
        long size = tumble ? slide : length(operands.get(2), name, "size");
        int last = tumble ? 2 : 3;
        boolean hasOffset = operands.size() > last && !operands.get(last).isA(SqlKind.DEFAULT);
        if (!hasOffset && slide > size && slide % size == 0) {
            throw swapped(slide, size);
        }
        long offset = hasOffset ? offset(operands.get(last), name) : 0;
        return new SlidingWindow(slide, size, offset);
    }

    /**
     * Windows with gaps between them are legal, but a slide that is a multiple of the size is far more often an order taken
     * from another system. An offset, even of nothing, says that the order is meant.
     */
    private static Refusal swapped(long slide, long size) {
        return Refusal.invalid(
                Clause.WINDOW,
                "HOP takes the slide first, then the size (Spark and Hazelcast have them the other way round): with a slide of "
                        + PlanPrinter.length(slide) + " and a size of " + PlanPrinter.length(size)
                        + " most rows would be in no window; swap them, or, if the gaps are meant, give the offset too:"
                        + " INTERVAL '0' SECOND");
    }

    private static long length(RexNode node, String window, String what) {
        OptionalLong micros = Intervals.micros(node);
        if (micros.isEmpty()) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "the " + what + " of " + window + " must be a constant of days, hours, minutes or seconds, such as"
                            + " INTERVAL '10' SECOND; months, years and lengths that rows decide are not there yet");
        }
        if (micros.getAsLong() <= 0) {
            throw Refusal.invalid(Clause.WINDOW, "the " + what + " of " + window + " must be longer than nothing");
        }
        return micros.getAsLong();
    }

    private static long offset(RexNode node, String window) {
        if (node instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.TIME) {
            return literal.getValueAs(TimeString.class).getMillisOfDay() * 1000L;
        }
        OptionalLong micros = Intervals.micros(node);
        if (micros.isEmpty()) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "the offset of " + window + " must be a constant such as INTERVAL '15' MINUTE; found " + node);
        }
        return micros.getAsLong();
    }
}
