package io.millrace.expr;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.expr.compile.Kernel;
import io.millrace.expr.compile.KernelCompiler;
import io.millrace.expr.compile.PlainExpressions;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of expressions as one compiled loop over the rows of a batch. A reference to a column gives that very column, a
 * literal one that is made once.
 *
 * <p>Threads: one at a time; compile again for another thread, which is cheap for the same expressions. Errors: when
 * compiled UNKNOWN_FUNCTION and TYPE_MISMATCH, when evaluated what the functions throw.
 */
public final class CompiledExpressions {
    private final PlainExpressions[] plain;
    private final int[] computed;
    private final Kernel kernel;

    private CompiledExpressions(PlainExpressions[] plain, int[] computed, Kernel kernel) {
        this.plain = plain;
        this.computed = computed;
        this.kernel = kernel;
    }

    public static CompiledExpressions compile(List<? extends Expr> exprs) {
        PlainExpressions[] plain = new PlainExpressions[exprs.size()];
        List<Expr> calls = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < plain.length; i++) {
            plain[i] = PlainExpressions.of(exprs.get(i));
            if (plain[i] == null) {
                calls.add(exprs.get(i));
                positions.add(i);
            }
        }
        Kernel kernel = calls.isEmpty() ? null : KernelCompiler.projection(calls);
        return new CompiledExpressions(
                plain, positions.stream().mapToInt(Integer::intValue).toArray(), kernel);
    }

    /** The value of each expression for every row of the batch. */
    public Column[] evaluate(ColumnBatch batch, EvalContext context) {
        Column[] columns = new Column[plain.length];
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] != null) {
                columns[i] = plain[i].column(batch);
            }
        }
        if (kernel != null) {
            Column[] results = new Column[computed.length];
            kernel.project(batch, context, results);
            for (int i = 0; i < computed.length; i++) {
                columns[computed[i]] = results[i];
            }
        }
        return columns;
    }
}
