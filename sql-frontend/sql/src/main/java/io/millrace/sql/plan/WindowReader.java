package io.millrace.sql.plan;

import io.millrace.plan.WindowText;
import io.millrace.time.CalendarWindow;
import io.millrace.time.CalendarWindow.Unit;
import io.millrace.time.CumulativeCalendarWindow;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.SlidingWindow;
import io.millrace.time.WindowAssignment;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.TimeString;

/**
 * Reads the windows of panes: {@code TUMBLE(time, size)}, {@code HOP(time, slide, size)} and {@code CUMULATE(time, step,
 * size)}, each with an offset and the name of a time zone if given. Lengths of months, and all lengths in a zone whose
 * clocks change, are the calendar's.
 */
final class WindowReader {
    private static final String UTC = "UTC";

    private final String name;
    private final List<Length> lengths = new ArrayList<>();
    private OptionalLong offset = OptionalLong.empty();
    private String zone;

    private record Length(Unit unit, long amount) {}

    private WindowReader(String name) {
        this.name = name;
    }

    static String name(RexCall call) {
        return call.getOperator() instanceof GroupWindows.Bound bound
                ? bound.window()
                : call.getOperator().getName();
    }

    /** The windows of a call whose first operand is the time. */
    static WindowAssignment read(RexCall call) {
        WindowReader reader = new WindowReader(name(call));
        int lengths = GroupWindows.lengths(reader.name);
        for (int i = 1; i < call.getOperands().size(); i++) {
            RexNode operand = call.getOperands().get(i);
            if (i <= lengths) {
                reader.lengths.add(reader.length(operand, reader.what(i - 1)));
            } else if (!operand.isA(SqlKind.DEFAULT)) {
                reader.more(operand);
            }
        }
        return reader.window();
    }

    private String what(int position) {
        if (position == 1 || lengthCount() == 1) {
            return "size";
        }
        return name.equals("HOP") ? "slide" : "step";
    }

    private int lengthCount() {
        return GroupWindows.lengths(name);
    }

    private void more(RexNode operand) {
        if (SqlTypeUtil.isCharacter(operand.getType())) {
            zone = zone(operand);
        } else {
            offset = OptionalLong.of(offset(operand));
        }
    }

    private WindowAssignment window() {
        Length first = lengths.get(0);
        Length size = lengths.get(lengths.size() - 1);
        if (first.unit() != size.unit()) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "the " + what(0) + " and the size of " + name
                            + " must be of one kind: both months and years, or both"
                            + " days, hours, minutes and seconds");
        }
        if (name.equals("CUMULATE")) {
            return cumulative(first, size);
        }
        boolean calendar = first.unit() == Unit.MONTH || zone != null;
        WindowAssignment window = calendar
                ? new CalendarWindow(
                        first.unit(), first.amount(), size.amount(), offset.orElse(0), zone == null ? UTC : zone)
                : new SlidingWindow(first.amount(), size.amount(), offset.orElse(0));
        if (offset.isEmpty() && first.amount() > size.amount() && first.amount() % size.amount() == 0) {
            throw swapped(window);
        }
        return window;
    }

    private WindowAssignment cumulative(Length step, Length size) {
        if (size.amount() % step.amount() != 0) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "CUMULATE takes the step first, then the size, which must be a multiple of the step");
        }
        if (step.unit() == Unit.MONTH || zone != null) {
            return CumulativeCalendarWindow.of(
                    step.unit(), step.amount(), size.amount(), offset.orElse(0), zone == null ? UTC : zone);
        }
        return new CumulativeWindow(step.amount(), size.amount(), offset.orElse(0));
    }

    /**
     * Windows with gaps between them are legal, but a slide that is a multiple of the size is far more often an order taken
     * from another system. An offset, even of nothing, says that the order is meant.
     */
    private static Refusal swapped(WindowAssignment window) {
        String lengths = WindowText.of(window);
        String[] parts = lengths.substring(lengths.indexOf('(') + 1, lengths.length() - 1)
                .split(", ");
        return Refusal.invalid(
                Clause.WINDOW,
                "HOP takes the slide first, then the size (Spark and Hazelcast have them the other way round): with a slide of "
                        + parts[0] + " and a size of " + parts[1]
                        + " most rows would be in no window; swap them, or, if the gaps are meant, give the offset too:"
                        + " INTERVAL '0' SECOND");
    }

    private Length length(RexNode node, String what) {
        OptionalLong months = Intervals.months(node);
        OptionalLong amount = months.isPresent() ? months : Intervals.micros(node);
        if (amount.isEmpty()) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "the " + what + " of " + name
                            + " must be a constant such as INTERVAL '10' SECOND or INTERVAL '1' MONTH;"
                            + " lengths that rows decide have SESSION windows only");
        }
        if (amount.getAsLong() <= 0) {
            throw Refusal.invalid(Clause.WINDOW, "the " + what + " of " + name + " must be longer than nothing");
        }
        return new Length(months.isPresent() ? Unit.MONTH : Unit.LOCAL_MICROS, amount.getAsLong());
    }

    private long offset(RexNode node) {
        if (node instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.TIME) {
            return literal.getValueAs(TimeString.class).getMillisOfDay() * 1000L;
        }
        OptionalLong micros = Intervals.micros(node);
        if (micros.isEmpty()) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "the offset of " + name + " must be a constant such as INTERVAL '15' MINUTE; found " + node);
        }
        return micros.getAsLong();
    }

    private static String zone(RexNode node) {
        String text = node instanceof RexLiteral literal ? literal.getValueAs(String.class) : null;
        try {
            ZoneId id = ZoneId.of(text == null ? "" : text);
            return id.normalized().equals(ZoneId.of(UTC).normalized()) ? UTC : id.getId();
        } catch (DateTimeException e) {
            throw Refusal.invalid(
                    Clause.WINDOW,
                    "there is no time zone \"" + text + "\"; name one such as 'Europe/Berlin' or '+02:00'");
        }
    }
}
