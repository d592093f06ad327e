package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.MillraceException;
import io.millrace.expr.EvalContext;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.Scan;
import io.millrace.process.KeyContext;
import io.millrace.process.KeyedFunction;
import io.millrace.process.StateVariable;
import io.millrace.process.TimeMode;
import io.millrace.testing.OperatorHarness;
import io.millrace.testing.OperatorHarness.Step;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Functions by key with state and timers, each run in all the ways of the harness: shares, restarts, row by row. */
class KeyedProcessOperatorTest {
    private static final Schema INPUT =
            Schema.of(Field.of("k", DataType.VARCHAR), new Field("v", DataType.BIGINT, false));
    private static final Schema OUTPUT = Schema.of(
            Field.of("k", DataType.VARCHAR), Field.of("what", DataType.VARCHAR), Field.of("n", DataType.BIGINT));
    private static final Field NUMBER = Field.of("number", DataType.BIGINT);
    private static final List<Object> NO_NAME = List.of();

    private interface Work extends KeyedFunction.Instance {}

    private record Function(String name, Work work) implements KeyedFunction {
        @Override
        public Instance open() {
            return work;
        }

        @Override
        public KeyedFunction named(String newName) {
            return new Function(newName, work);
        }
    }

    private static KeyedProcess node(TimeMode time, boolean whole, List<StateVariable> state, Work work) {
        return new KeyedProcess(
                List.of(new Scan("t", "t", List.of(0, 1), INPUT)),
                List.of(new KeyedProcess.Side(List.of(0), List.of(0, 1))),
                new Function("f", work),
                state,
                time,
                whole,
                OUTPUT);
    }

    private static ColumnBatch rows(Object... values) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
            List<Object> row = new ArrayList<>();
            row.add(values[i]);
            row.add(((Integer) values[i + 1]).longValue());
            rows.add(row);
        }
        return ColumnBatch.ofRows(INPUT, rows);
    }

    private static List<Object> row(KeyContext key, String what, Long n) {
        List<Object> row = new ArrayList<>(key.key());
        row.add(what);
        row.add(n);
        return row;
    }

    /** The sum so far by key, and ten behind each row a timer that tells it and forgets the key. */
    private static void sums(KeyContext key, Consumer<List<Object>> out) {
        List<Object> kept = key.get(0, NO_NAME);
        long sum = kept == null ? 0 : (Long) kept.get(0);
        if (key.dueTimer().isPresent()) {
            out.accept(row(key, "due " + key.dueTimer().getAsLong(), sum));
            key.remove(0, NO_NAME);
            return;
        }
        long last = 0;
        for (Iterator<List<Object>> rows = key.rows(0); rows.hasNext(); ) {
            last = (Long) rows.next().get(1);
            sum += last;
        }
        key.put(0, NO_NAME, List.of(sum));
        key.timers().forEach(key::deleteTimer);
        key.setTimer(last + 10);
        out.accept(row(key, "sum", sum));
    }

    private static final List<StateVariable> SUM = List.of(StateVariable.value("sum", List.of(NUMBER), -1));

    @Test
    void stateAndTimersInEventTime() {
        KeyedProcess node = node(TimeMode.EVENT_TIME, false, SUM, KeyedProcessOperatorTest::sums);
        assertThat(new OperatorHarness(node)
                        .run(List.of(
                                Step.of(Watermarks.NONE, rows("a", 1, "b", 2, null, 5, "a", 3)),
                                Step.of(12, rows("c", 20, "a", 5)),
                                Step.of(15, rows()),
                                Step.of(Watermarks.END, rows()))))
                .containsExactly(
                        List.of("[a, sum, 4]", "[null, sum, 5]", "[b, sum, 2]"),
                        List.of("[a, sum, 9]", "[c, sum, 20]", "[b, due 12, 2]"),
                        List.of("[a, due 15, 9]", "[null, due 15, 5]"),
                        List.of("[c, due 30, 20]"));
    }

    @Test
    void timersByTheClock() {
        KeyedProcess node = node(TimeMode.PROCESSING_TIME, false, SUM, KeyedProcessOperatorTest::sums);
        assertThat(new OperatorHarness(node)
                        .run(List.of(
                                Step.of(Watermarks.NONE, rows("a", 1, "b", 2)).at(5),
                                Step.of(Watermarks.NONE, rows()).at(11),
                                Step.of(Watermarks.NONE, rows()).at(12),
                                Step.of(Watermarks.END, rows("c", 9)).at(13))))
                .containsExactly(
                        List.of("[a, sum, 1]", "[b, sum, 2]"),
                        List.of("[a, due 11, 1]"),
                        List.of("[b, due 12, 2]"),
                        List.of("[c, sum, 9]"));
    }

    @Test
    void whenTheNextTimerIsDueIsKnown() {
        KeyedProcessOperator events = new KeyedProcessOperator(
                node(TimeMode.EVENT_TIME, false, SUM, KeyedProcessOperatorTest::sums), "op", 0, 1);
        assertThat(events.nextWakeUp()).isEqualTo(Long.MAX_VALUE);
        give(events, rows("a", 7, "b", 3));
        assertThat(events.nextWakeUp()).isEqualTo(13);
        assertThat(events.nextClockMicros()).isEqualTo(Long.MAX_VALUE);
        KeyedProcessOperator clock = new KeyedProcessOperator(
                node(TimeMode.PROCESSING_TIME, false, SUM, KeyedProcessOperatorTest::sums), "op", 0, 1);
        give(clock, rows("a", 7));
        assertThat(clock.nextClockMicros()).isEqualTo(17);
        assertThat(clock.nextWakeUp()).isEqualTo(Long.MAX_VALUE);
    }

    private static void give(KeyedProcessOperator operator, ColumnBatch rows) {
        operator.begin(new BatchContext(
                0, new EvalContext(0, ZoneOffset.UTC), new long[] {Watermarks.NONE}, new long[] {Watermarks.NONE}));
        operator.process(0, rows, (order, batch) -> {});
        operator.finish((order, batch) -> {});
    }

    /** One that sets itself again goes off as often as it is due, however far the watermark goes; at the end no more. */
    @Test
    void aTimerMaySetItselfAgain() {
        Work beats = (key, out) -> {
            long time = key.dueTimer().orElse(0);
            if (key.dueTimer().isPresent()) {
                out.accept(row(key, "beat", time));
            }
            key.setTimer(time + 10);
            // one for a time that is over goes off in the micro-batch after
            if (time == 30) {
                key.setTimer(5);
            }
        };
        KeyedProcess node = node(TimeMode.EVENT_TIME, false, List.of(), beats);
        assertThat(new OperatorHarness(node)
                        .run(List.of(
                                Step.of(Watermarks.NONE, rows("a", 0, "b", 0)),
                                Step.of(35, rows()),
                                Step.of(36, rows()),
                                Step.of(Watermarks.END, rows()))))
                .containsExactly(
                        List.of(),
                        List.of(
                                "[a, beat, 10]",
                                "[b, beat, 10]",
                                "[a, beat, 20]",
                                "[b, beat, 20]",
                                "[a, beat, 30]",
                                "[b, beat, 30]"),
                        List.of(
                                "[a, beat, 5]",
                                "[b, beat, 5]",
                                "[a, beat, 15]",
                                "[b, beat, 15]",
                                "[a, beat, 25]",
                                "[b, beat, 25]",
                                "[a, beat, 35]",
                                "[b, beat, 35]"),
                        List.of("[a, beat, 40]", "[b, beat, 40]", "[a, beat, 45]", "[b, beat, 45]"));
    }

    /** A list and a map; what is too old is gone and never seen. */
    @Test
    void listsAndMapsThatExpire() {
        List<StateVariable> state = List.of(
                StateVariable.list("list", List.of(NUMBER), 10),
                StateVariable.map("map", List.of(Field.of("name", DataType.VARCHAR)), List.of(NUMBER), 20));
        Work work = (key, out) -> {
            List<Map.Entry<List<Object>, List<Object>>> list = key.entries(0);
            out.accept(row(key, "list " + list + " map " + key.entries(1), null));
            long position = list.isEmpty()
                    ? 0
                    : (Long) list.get(list.size() - 1).getKey().get(0) + 1;
            for (Iterator<List<Object>> rows = key.rows(0); rows.hasNext(); position++) {
                Object value = rows.next().get(1);
                key.put(0, List.of(position), List.of(value));
                if (value.equals(0L)) {
                    key.remove(1, List.of("n1"));
                } else {
                    key.put(1, List.of("n" + value), List.of(value));
                }
            }
        };
        KeyedProcess node = node(TimeMode.PROCESSING_TIME, false, state, work);
        assertThat(new OperatorHarness(node)
                        .run(List.of(
                                Step.of(Watermarks.NONE, rows("a", 2, "a", 1)).at(0),
                                Step.of(Watermarks.NONE, rows("a", 3)).at(5),
                                Step.of(Watermarks.NONE, rows("a", 0)).at(12),
                                Step.of(Watermarks.NONE, rows("a", 2)).at(19),
                                Step.of(Watermarks.NONE, rows("a", 4)).at(39))))
                .containsExactly(
                        List.of("[a, list [] map [], null]"),
                        List.of("[a, list [[0]=[2], [1]=[1]] map [[n1]=[1], [n2]=[2]], null]"),
                        List.of("[a, list [[2]=[3]] map [[n1]=[1], [n2]=[2], [n3]=[3]], null]"),
                        List.of("[a, list [[3]=[0]] map [[n2]=[2], [n3]=[3]], null]"),
                        List.of("[a, list [] map [], null]"));
    }

    @Test
    void whatNobodyKeepsAnythingForIsForgotten() {
        KeyedProcessOperator operator = new KeyedProcessOperator(
                node(TimeMode.EVENT_TIME, false, SUM, KeyedProcessOperatorTest::sums), "op", 0, 1);
        give(operator, rows("a", 1, "b", 2));
        // a sum and a timer of each
        assertThat(operator.stateRows()).isEqualTo(4);
        operator.begin(new BatchContext(1, new EvalContext(0, ZoneOffset.UTC), new long[] {0}, new long[] {11}));
        operator.finish((order, batch) -> {});
        assertThat(operator.stateRows()).isEqualTo(2);
    }

    /** A batch may come in several parts: each key is seen once, and then its timers. */
    @Test
    void aBatchSeesEachKeyOnce() {
        KeyedProcess node = node(TimeMode.EVENT_TIME, true, SUM, KeyedProcessOperatorTest::sums);
        KeyedProcessOperator operator = new KeyedProcessOperator(node, "op", 0, 1);
        List<Object> given = new ArrayList<>();
        Operator.Output out = (order, batch) -> given.addAll(batch.rows());
        EvalContext eval = new EvalContext(0, ZoneOffset.UTC);
        operator.begin(new BatchContext(0, eval, new long[] {Watermarks.NONE}, new long[] {Watermarks.NONE}));
        operator.process(0, rows("a", 1, "b", 2), out);
        operator.finish(out);
        assertThat(given).isEmpty();
        operator.begin(new BatchContext(1, eval, new long[] {Watermarks.NONE}, new long[] {Watermarks.END}));
        operator.process(0, rows("a", 3), out);
        operator.finish(out);
        assertThat(given)
                .extracting(Object::toString)
                .containsExactly("[a, sum, 4]", "[b, sum, 2]", "[b, due 12, 2]", "[a, due 13, 4]");
    }

    @Test
    void whatTheFunctionThrowsNamesIt() {
        Work work = (key, out) -> {
            key.rows(0).next();
            throw new IllegalStateException("no more");
        };
        KeyedProcessOperator operator =
                new KeyedProcessOperator(node(TimeMode.NONE, false, List.of(), work), "op", 0, 1);
        assertThatThrownBy(() -> give(operator, rows("a", 7)))
                .isInstanceOf(MillraceException.class)
                .hasMessage("function \"f\" has failed for key [a] at row [a, 7]: no more");
    }
}
