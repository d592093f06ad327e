package io.millrace.process;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;

/**
 * A key as a {@link KeyedFunction} sees it: its rows, its state and its timers. Good for one call.
 *
 * <p>Units: microseconds, UTC. State variables go by their positions in the plan.
 */
public interface KeyContext {
    /** The key's values. */
    List<Object> key();

    /** The key's rows of one input in order of arrival; none when a timer is due. */
    Iterator<List<Object>> rows(int input);

    /** The timer that is due, if that is why the function is called. */
    OptionalLong dueTimer();

    /** {@link io.millrace.time.Watermarks#NONE} before there is one, and END at the end of all input. */
    long watermark();

    /** The clock of the micro-batch. */
    long clockMicros();

    /** The values kept under a name of the variable's own, which is empty for a single value; null when there are none. */
    List<Object> get(int variable, List<Object> name);

    void put(int variable, List<Object> name, List<Object> values);

    void remove(int variable, List<Object> name);

    /** All that the variable keeps, ordered by name: a copy. */
    List<Map.Entry<List<Object>, List<Object>>> entries(int variable);

    /** The name of the last entry of the variable; null when it keeps none. */
    List<Object> lastName(int variable);

    /** Sets a timer; one that is set for that time already stays. */
    void setTimer(long micros);

    void deleteTimer(long micros);

    /** The timers that are set: a copy. */
    NavigableSet<Long> timers();
}
