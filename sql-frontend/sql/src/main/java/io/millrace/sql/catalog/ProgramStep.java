package io.millrace.sql.catalog;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.plan.KeyedProcess;
import io.millrace.process.KeyedFunction;
import io.millrace.process.RowFunction;
import io.millrace.process.StateVariable;
import io.millrace.process.TimeMode;
import java.util.List;

/** What a function of a program does with the rows of queries. Columns go by their positions in a query. */
public sealed interface ProgramStep {
    /** What tells it from another, as far as that can be told of code. */
    String text();

    /**
     * Rows made of rows.
     *
     * @param keepsInput whether the columns of the row come first
     * @param perRow whether what is made of a row depends on that row alone
     */
    record Map(RowFunction function, List<Integer> arguments, boolean keepsInput, boolean perRow)
            implements ProgramStep {
        @Override
        public String text() {
            return "\"" + function.name() + "\" of " + arguments;
        }
    }

    /** The rows for which the function gives true. */
    record Filter(RowFunction function, List<Integer> arguments) implements ProgramStep {
        @Override
        public String text() {
            return "\"" + function.name() + "\" of " + arguments;
        }
    }

    /** The key columns, and one with what an aggregate makes of the arguments. */
    record Reduce(AggregateFunction function, List<Integer> keys, List<Integer> arguments) implements ProgramStep {
        @Override
        public String text() {
            return "\"" + function.name() + "\" of " + arguments + " by " + keys;
        }
    }

    /**
     * The event time of rows that a function has made.
     *
     * @param delayMicros how far behind the watermark of what they were made of it may be
     */
    record EventTime(int column, long delayMicros) {}

    /**
     * Rows made of all rows of a key, one query after the other.
     *
     * @param method as the user has called it
     * @param streams whether it is for rows that keep coming; else each key comes once, with all of its rows
     * @param eventTime which column of the rows is their event time; null where none is
     */
    record Process(
            KeyedFunction function,
            List<KeyedProcess.Side> sides,
            List<StateVariable> state,
            TimeMode time,
            String method,
            boolean streams,
            EventTime eventTime)
            implements ProgramStep {
        public Process withEventTime(EventTime newEventTime) {
            return new Process(function, sides, state, time, method, streams, newEventTime);
        }

        @Override
        public String text() {
            return "\"" + function.name() + "\" of " + sides + ", state " + state + ", timers " + time
                    + (eventTime == null ? "" : ", event time " + eventTime);
        }
    }
}
