package io.millrace.plan;

import io.millrace.columnar.Schema;
import io.millrace.process.RowFunction;
import java.util.List;

/**
 * Gives what a function of the program makes of each row.
 *
 * <p>Shape of the output: the function's columns; or the input's columns, then the function's, which then gives one row for
 * each.
 *
 * @param arguments the columns that the function takes, in its order
 * @param keepsInput whether the input's columns come first
 */
public record MapRows(PlanNode input, RowFunction function, List<Integer> arguments, boolean keepsInput, Schema schema)
        implements PlanNode {
    public MapRows {
        arguments = List.copyOf(arguments);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
