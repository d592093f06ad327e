package io.millrace.expr.compile;

import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.Functions;
import io.millrace.expr.InputRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known about each expression before code is written: its weight, and whether it becomes a method.
 *
 * <p>The JIT compiler leaves methods above 8,000 bytes of code to the interpreter; a call takes about 30 bytes.
 */
final class Shapes {
    static final int METHOD_WEIGHT_MAX = 150;
    private static final int CALL_OF_METHOD_WEIGHT = 2;

    private record Shape(int weight, boolean stable, boolean constant) {}

    private final Map<Expr, Shape> shapes = new IdentityHashMap<>();
    private final Map<Expr, Boolean> methods = new IdentityHashMap<>();

    Shapes(List<Expr> exprs) {
        exprs.forEach(this::measure);
        exprs.forEach(this::markConstants);
    }

    int weight(Expr expr) {
        return methods.containsKey(expr) ? CALL_OF_METHOD_WEIGHT : measure(expr).weight();
    }

    boolean isMethod(Expr expr) {
        return methods.containsKey(expr);
    }

    /** Whether the value is the same for all rows of a batch. */
    boolean isConstant(Expr expr) {
        return measure(expr).constant();
    }

    /** Whether a second evaluation in a row would give the same value. */
    boolean isStable(Expr expr) {
        return measure(expr).stable();
    }

    private Shape measure(Expr expr) {
        Shape known = shapes.get(expr);
        if (known != null) {
            return known;
        }
        Shape shape = expr instanceof Call call ? measureCall(call) : leaf(expr);
        shapes.put(expr, shape);
        return shape;
    }

    private static Shape leaf(Expr expr) {
        boolean column = expr instanceof InputRef;
        return new Shape(column ? 1 : 0, true, !column);
    }

    private Shape measureCall(Call call) {
        boolean stable = Functions.isStableInBatch(call);
        boolean constant = stable;
        for (Expr arg : call.args()) {
            Shape shape = measure(arg);
            stable &= shape.stable();
            constant &= shape.constant();
        }
        return new Shape(1 + cut(call), stable, constant);
    }

    /** Makes methods of the heaviest arguments until the rest fits into one; returns the weight of the rest. */
    private int cut(Call call) {
        List<Expr> heaviest = new ArrayList<>(call.args());
        heaviest.removeIf(arg -> !(arg instanceof Call));
        heaviest.sort(Comparator.comparingInt(this::weight).reversed());
        int total = call.args().stream().mapToInt(this::weight).sum();
        for (Expr arg : heaviest) {
            if (total <= METHOD_WEIGHT_MAX) {
                break;
            }
            total -= weight(arg);
            methods.put(arg, true);
            total += weight(arg);
        }
        return total;
    }

    private void markConstants(Expr expr) {
        if (!(expr instanceof Call call)) {
            return;
        }
        if (isConstant(call)) {
            methods.put(call, true);
        } else {
            call.args().forEach(this::markConstants);
        }
    }
}
