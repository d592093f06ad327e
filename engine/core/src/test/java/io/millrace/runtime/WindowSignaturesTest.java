package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.SessionGap;
import io.millrace.plan.WindowAggregate;
import io.millrace.time.CalendarWindow;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.SlidingWindow;
import io.millrace.time.WindowAssignment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What state is cut by is in the signature that a restart compares. */
class WindowSignaturesTest {
    private static final Schema BID = Schema.of(
            Field.of("auction", DataType.BIGINT),
            Field.of("bidder", DataType.BIGINT),
            Field.of("ts", DataType.TIMESTAMP),
            Field.of("gap", DataType.INTERVAL_DAY_TIME));
    private static final PlanNode SCAN = new Scan("bid", "bid", List.of(0, 1, 2, 3), BID);
    private static final List<AggregateCall> CALLS =
            List.of(new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false));

    private static Schema schema(List<Integer> keys) {
        List<Field> fields =
                new java.util.ArrayList<>(keys.stream().map(BID::field).toList());
        for (String name : List.of("s", "e", "t")) {
            fields.add(Field.of(name, DataType.TIMESTAMP));
        }
        fields.add(Field.of("n", DataType.BIGINT));
        return new Schema(fields);
    }

    private static String signature(PlanNode node) {
        return Signatures.of(node).stream()
                .map(Object::toString)
                .filter(text -> !text.contains("Scan bid"))
                .toList()
                .toString();
    }

    private static String sessions(SessionGap gap, int key, Emit emit) {
        return signature(new SessionAggregate(SCAN, 2, gap, List.of(key), CALLS, emit, 1L, schema(List.of(key))));
    }

    private static String windows(WindowAssignment window) {
        return signature(new WindowAggregate(SCAN, 2, window, List.of(0), CALLS, schema(List.of(0))));
    }

    @Test
    void anotherGapKeyOrWayOfGivingIsAnotherSession() {
        List<String> all = List.of(
                sessions(SessionGap.fixed(5), 0, Emit.WHEN_FINAL),
                sessions(SessionGap.fixed(6), 0, Emit.WHEN_FINAL),
                sessions(SessionGap.ofColumn(3), 0, Emit.WHEN_FINAL),
                sessions(SessionGap.fixed(5), 1, Emit.WHEN_FINAL),
                sessions(SessionGap.fixed(5), 0, Emit.CHANGES));
        assertThat(all).doesNotHaveDuplicates();
        assertThat(sessions(SessionGap.fixed(5), 0, Emit.WHEN_FINAL)).isEqualTo(all.get(0));
    }

    @Test
    void anotherSizeOrZoneIsAnotherWindow() {
        CalendarWindow.Unit local = CalendarWindow.Unit.LOCAL_MICROS;
        Stream<WindowAssignment> windows = Stream.of(
                new SlidingWindow(10, 10, 0),
                new SlidingWindow(5, 10, 0),
                new CumulativeWindow(5, 10, 0),
                new CumulativeWindow(2, 10, 0),
                new CalendarWindow(local, 10, 10, 0, "Europe/Berlin"),
                new CalendarWindow(local, 10, 10, 0, "Europe/London"),
                new CalendarWindow(CalendarWindow.Unit.MONTH, 10, 10, 0, "Europe/Berlin"));
        assertThat(windows.map(WindowSignaturesTest::windows)).doesNotHaveDuplicates();
    }
}
