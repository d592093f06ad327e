package io.millrace.expr;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.Selection;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.compile.Kernel;
import io.millrace.expr.compile.KernelCompiler;

/**
 * A predicate as a compiled loop. Selects the rows for which it is TRUE; of the arguments of AND, those after one that is
 * not TRUE are not evaluated.
 *
 * <p>Threads: one at a time. Errors: as for {@link CompiledExpressions}.
 */
public final class CompiledPredicate {
    private final Boolean constant;
    private final Kernel kernel;

    private CompiledPredicate(Boolean constant, Kernel kernel) {
        this.constant = constant;
        this.kernel = kernel;
    }

    public static CompiledPredicate compile(Expr predicate) {
        if (predicate.type().kind() != Kind.BOOLEAN && predicate.type().kind() != Kind.NULL) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH, "A condition must be BOOLEAN, but this one is " + predicate.type());
        }
        if (predicate instanceof Literal literal) {
            return new CompiledPredicate(Boolean.TRUE.equals(literal.value()), null);
        }
        return new CompiledPredicate(null, KernelCompiler.predicate(predicate));
    }

    /** The rows for which the predicate is TRUE, neither FALSE nor NULL. */
    public Selection select(ColumnBatch batch, EvalContext context) {
        int rows = batch.rowCount();
        if (kernel == null) {
            return Selection.all(constant ? rows : 0);
        }
        int[] selected = new int[rows];
        int count = kernel.select(batch, context, selected);
        return count == rows ? Selection.all(rows) : new Selection(selected, count);
    }
}
