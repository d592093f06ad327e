package io.millrace.benchmarks.rig;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.connector.OutputMode;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.MapRows;
import io.millrace.plan.PlanJson;
import io.millrace.plan.PlanNode;
import io.millrace.plan.ProgramFunctions;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.sql.DataFrame;
import io.millrace.sql.streaming.ExpiredTimerInfo;
import io.millrace.sql.streaming.ListState;
import io.millrace.sql.streaming.MapState;
import io.millrace.sql.streaming.StatefulProcessor;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.streaming.TimerValues;
import io.millrace.sql.streaming.ValueState;
import io.millrace.sql.typed.Encoding;
import io.millrace.sql.typed.ProcessorFunction;
import io.millrace.sql.typed.RowFunctions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A function of a program with a value, a list, a map and timers: ten seconds behind rows of a key it says how many there
 * were, how often it has said something of the key, and what the values of the rows since then come to.
 */
final class Tolls extends StatefulProcessor<Long, Tolls.Event, Tolls.Toll> {
    static final String NAME = "tolls";
    private static final String KEY = "key of an event";
    static final long DELAY_MILLIS = 10_000;

    record Event(long k, long v, LocalDateTime ts) {}

    record Toll(long due, long k, long n, long told, long total) {}

    private ValueState<Long> told;
    private ListState<Long> values;
    private MapState<Long, Long> rows;

    /** Over a stream of events. */
    static DataFrame over(DataFrame events) {
        return events.as(Event.class)
                .named(KEY)
                .groupByKey(Event::k, Long.class)
                .named(NAME)
                .transformWithState(
                        Tolls::new, TimeMode.EventTime(), io.millrace.sql.streaming.OutputMode.Append(), Toll.class)
                .toDF();
    }

    /** A plan out of a checkpoint, which has the names of functions only, with the functions. */
    static QueryPlan in(QueryPlan stored) {
        ProcessorFunction<Long, Event, Toll> function = ProcessorFunction.each(
                NAME,
                Tolls::new,
                io.millrace.sql.streaming.OutputMode.Append(),
                TimeMode.EventTime(),
                new ProcessorFunction.Coding<>(
                        Encoding.of(Long.class), Encoding.of(Event.class).over(), Encoding.of(Toll.class)));
        PlanNode keyed = new MapRows(
                new Scan("ev", "ev", List.of(), EventTable.SCHEMA),
                RowFunctions.map(KEY, Encoding.of(Event.class).over(), Encoding.of(Long.class), Event::k),
                List.of(),
                true,
                EventTable.SCHEMA);
        KeyedProcess all = new KeyedProcess(
                List.of(keyed),
                List.of(),
                function,
                function.variables(),
                TimeMode.EventTime().mode(),
                false,
                stored.root().schema());
        ProgramFunctions program = ProgramFunctions.of(new QueryPlan(all, OutputMode.APPEND, null, false));
        return PlanJson.read(PlanJson.write(stored), new AggregateFunctions(), program);
    }

    @Override
    public void init(io.millrace.sql.streaming.OutputMode outputMode, TimeMode timeMode) {
        told = getHandle().getValueState("told", Long.class);
        values = getHandle().getListState("values", Long.class);
        rows = getHandle().getMapState("rows", Long.class, Long.class);
    }

    @Override
    public Iterator<Toll> handleInputRows(Long key, Iterator<Event> events, TimerValues times) {
        while (events.hasNext()) {
            Event event = events.next();
            long due = event.ts().toInstant(ZoneOffset.UTC).toEpochMilli() + DELAY_MILLIS;
            rows.updateValue(due, rows.containsKey(due) ? rows.getValue(due) + 1 : 1);
            values.appendValue(event.v());
            getHandle().registerTimer(due);
        }
        return Collections.emptyIterator();
    }

    @Override
    public Iterator<Toll> handleExpiredTimer(Long key, TimerValues times, ExpiredTimerInfo timer) {
        long due = timer.getExpiryTimeInMs();
        long total = 0;
        for (Iterator<Long> all = values.get(); all.hasNext(); ) {
            total += all.next();
        }
        long n = told.exists() ? told.get() + 1 : 1;
        Toll toll = new Toll(due, key, rows.getValue(due), n, total);
        told.update(n);
        values.clear();
        rows.removeKey(due);
        return List.of(toll).iterator();
    }
}
