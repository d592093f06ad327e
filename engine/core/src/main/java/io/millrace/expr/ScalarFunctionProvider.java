package io.millrace.expr;

import java.util.Optional;

/** Supplies functions that the engine does not compile itself. Found by ServiceLoader. */
public interface ScalarFunctionProvider {
    /** A new instance of the function that {@code call} names, for these argument types and this result type. */
    Optional<ScalarFunction> find(Call call);
}
