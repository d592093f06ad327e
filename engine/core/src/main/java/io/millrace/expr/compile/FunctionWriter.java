package io.millrace.expr.compile;

import io.millrace.expr.Call;

/** Writes the code that computes one function. */
interface FunctionWriter {
    Value write(Call call, ExprWriter writer);
}
