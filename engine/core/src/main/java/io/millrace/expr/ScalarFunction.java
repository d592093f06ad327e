package io.millrace.expr;

/**
 * A function computed row by row from values as objects: the way for functions that are not hot.
 *
 * <p>Values have the form {@link io.millrace.columnar.Column#value} gives; null stands for NULL. Threads: an instance is
 * used by one thread at a time.
 */
public interface ScalarFunction {
    Object apply(Object[] args, EvalContext context);
}
