package io.millrace.plan;

import io.millrace.columnar.Schema;
import io.millrace.process.KeyedFunction;
import io.millrace.process.StateVariable;
import io.millrace.process.TimeMode;
import java.util.List;

/**
 * Gives what a function of the program makes of the rows of a key and of what it keeps for it: at the end of each
 * micro-batch, for keys with rows or with a timer that is due.
 *
 * @param sides what is taken of each input
 * @param state what the function keeps by key
 * @param time by what its timers become due
 * @param whole whether each key comes once, with all of its rows, when all input has been read: a batch
 */
public record KeyedProcess(
        List<PlanNode> inputs,
        List<Side> sides,
        KeyedFunction function,
        List<StateVariable> state,
        TimeMode time,
        boolean whole,
        Schema schema)
        implements PlanNode {

    /**
     * One input.
     *
     * @param keys its key columns: of the same types for all inputs
     * @param arguments the columns that the function takes, in its order
     */
    public record Side(List<Integer> keys, List<Integer> arguments) {
        public Side {
            keys = List.copyOf(keys);
            arguments = List.copyOf(arguments);
        }
    }

    public KeyedProcess {
        inputs = List.copyOf(inputs);
        sides = List.copyOf(sides);
        state = List.copyOf(state);
    }
}
