package io.millrace.expr;

import io.millrace.expr.compile.NativeFunctions;
import java.util.Set;

/** What is known of functions by name. */
public final class Functions {
    /** Functions that take the clock of the batch. */
    private static final Set<String> CLOCK = Set.of(
            "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "PROCTIME", "NOW");

    private static final Set<String> RANDOM = Set.of("RAND", "RAND_INTEGER", "RANDOM", "UUID", "RANDOM_UUID");

    private Functions() {}

    /** Names of the functions that the engine compiles itself, in order. */
    public static Set<String> nativeNames() {
        return NativeFunctions.names();
    }

    /**
     * Whether the expression gives the same value for the same row at any time. Those that do not must not be evaluated
     * again for a retraction.
     */
    public static boolean isDeterministic(Expr expr) {
        return !(expr instanceof Call call)
                || (!(call.program() == null && CLOCK.contains(call.function()))
                        && isStableInBatch(call)
                        && call.args().stream().allMatch(Functions::isDeterministic));
    }

    /** Whether a second evaluation in a row would give the same value: no function of chance is in it. */
    public static boolean isStable(Expr expr) {
        return !(expr instanceof Call call)
                || isStableInBatch(call) && call.args().stream().allMatch(Functions::isStable);
    }

    /** Whether the function, its arguments aside, gives the same value for the same arguments within a batch. */
    public static boolean isStableInBatch(Call call) {
        return call.program() == null
                ? !isRandom(call.function())
                : call.program().deterministic();
    }

    /** Whether a function gives another value in every row, whatever its arguments. */
    public static boolean isRandom(String name) {
        return RANDOM.contains(name);
    }

    /** Whether the expression's value depends on the clock of the batch. */
    public static boolean readsClock(Expr expr) {
        return expr instanceof Call call
                && (call.program() == null && CLOCK.contains(call.function())
                        || call.args().stream().anyMatch(Functions::readsClock));
    }
}
