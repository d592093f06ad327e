package io.millrace.expr.compile;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.ScalarFunction;
import io.millrace.expr.ScalarFunctionProvider;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Functions that the engine does not compile itself: called row by row with objects. */
final class ProvidedFunctions {
    private ProvidedFunctions() {}

    static Value write(Call call, ExprWriter writer) {
        String function = writer.classText().constant(ScalarFunction.class, find(call));
        Code code = writer.code();
        List<Value> args = writer.writeAll(call.args());
        String objects = code.local("Object[]", "new Object[" + args.size() + "]");
        for (int i = 0; i < args.size(); i++) {
            Value arg = args.get(i);
            if (!arg.alwaysNull()) {
                String set = objects + "[" + i + "] = " + arg.boxed() + ";";
                code.line(arg.neverNull() ? set : "if (!" + arg.isNull() + ") " + set);
            }
        }
        return code.unboxed(call.type(), code.local("Object", function + ".apply(" + objects + ", ctx)"));
    }

    private static ScalarFunction find(Call call) {
        if (call.program() != null) {
            return call.program();
        }
        for (ScalarFunctionProvider provider : ServiceLoader.load(ScalarFunctionProvider.class, loader())) {
            Optional<ScalarFunction> found = provider.find(call);
            if (found.isPresent()) {
                return found.get();
            }
        }
        String types =
                call.args().stream().map(Expr::type).map(Object::toString).collect(Collectors.joining(", "));
        throw new MillraceException(
                ErrorCode.UNKNOWN_FUNCTION,
                "No function \"" + call.function() + "\" takes (" + types + "); SHOW FUNCTIONS lists what there is");
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : ProvidedFunctions.class.getClassLoader();
    }
}
