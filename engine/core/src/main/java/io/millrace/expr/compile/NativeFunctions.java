package io.millrace.expr.compile;

import io.millrace.expr.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The functions that the engine compiles itself, by name. */
public final class NativeFunctions {
    private static final Map<String, FunctionWriter> WRITERS = new HashMap<>();

    static {
        LogicWriters.register(WRITERS);
        ComparisonWriters.register(WRITERS);
        BranchWriters.register(WRITERS);
        ArithmeticWriters.register(WRITERS);
        BitWriters.register(WRITERS);
        CastWriters.register(WRITERS);
        TextWriters.register(WRITERS);
        TimeWriters.register(WRITERS);
        NestedWriters.register(WRITERS);
    }

    private NativeFunctions() {}

    public static Set<String> names() {
        return new TreeSet<>(WRITERS.keySet());
    }

    public static boolean contains(String name) {
        return WRITERS.containsKey(name);
    }

    static FunctionWriter writer(Call call) {
        FunctionWriter writer = call.program() == null ? WRITERS.get(call.function()) : null;
        return writer != null ? writer : ProvidedFunctions::write;
    }
}
