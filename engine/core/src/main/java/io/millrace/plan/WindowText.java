package io.millrace.plan;

import io.millrace.time.CalendarWindow;
import io.millrace.time.CumulativeCalendarWindow;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.SlidingWindow;
import io.millrace.time.WindowAssignment;
import java.util.ArrayList;
import java.util.List;

/** A window as a call, with its lengths in words: {@code HOP(2 s, 10 s)}. */
public final class WindowText {
    private WindowText() {}

    public static String of(WindowAssignment window) {
        List<String> parts = new ArrayList<>();
        String name;
        long offset;
        if (window instanceof SlidingWindow sliding) {
            name = name(sliding.isTumbling());
            lengths(parts, PlanPrinter.length(sliding.slideMicros()), PlanPrinter.length(sliding.sizeMicros()));
            offset = sliding.offsetMicros();
        } else if (window instanceof CumulativeWindow cumulative) {
            name = "CUMULATE";
            parts.add(PlanPrinter.length(cumulative.stepMicros()));
            parts.add(PlanPrinter.length(cumulative.sizeMicros()));
            offset = cumulative.offsetMicros();
        } else if (window instanceof CumulativeCalendarWindow cumulative) {
            CalendarWindow step = cumulative.step();
            name = "CUMULATE";
            parts.add(length(step, step.size()));
            parts.add(length(step, step.size() * cumulative.steps()));
            boolean months = step.unit() == CalendarWindow.Unit.MONTH;
            offset = step.offsetMicros() + (months ? 0 : cumulative.shift() * step.size());
        } else {
            CalendarWindow sliding = (CalendarWindow) window;
            name = name(sliding.slide() == sliding.size());
            lengths(parts, length(sliding, sliding.slide()), length(sliding, sliding.size()));
            offset = sliding.offsetMicros();
        }
        if (offset != 0) {
            parts.add("offset " + PlanPrinter.length(offset));
        }
        CalendarWindow calendar = calendar(window);
        if (calendar != null && !calendar.zone().equals("UTC")) {
            parts.add(calendar.zone());
        }
        return name + "(" + String.join(", ", parts) + ")";
    }

    /** The length of a window's panes in words. */
    public static String pane(WindowAssignment window) {
        CalendarWindow calendar = calendar(window);
        if (calendar == null) {
            return PlanPrinter.length(window.paneStart(1) - window.paneStart(0));
        }
        String zone = calendar.zone().equals("UTC") ? "" : " in " + calendar.zone();
        return length(calendar, calendar.paneUnits()) + zone;
    }

    /** The calendar that says where the panes are; null where none does. */
    private static CalendarWindow calendar(WindowAssignment window) {
        return window instanceof CumulativeCalendarWindow cumulative
                ? cumulative.step()
                : window instanceof CalendarWindow calendar ? calendar : null;
    }

    private static String name(boolean tumbling) {
        return tumbling ? "TUMBLE" : "HOP";
    }

    private static void lengths(List<String> parts, String slide, String size) {
        parts.add(slide);
        if (!slide.equals(size)) {
            parts.add(size);
        }
    }

    private static String length(CalendarWindow window, long units) {
        if (window.unit() == CalendarWindow.Unit.LOCAL_MICROS) {
            return PlanPrinter.length(units);
        }
        boolean years = units % 12 == 0;
        return years ? units / 12 + (units == 12 ? " year" : " years") : units + (units == 1 ? " month" : " months");
    }
}
