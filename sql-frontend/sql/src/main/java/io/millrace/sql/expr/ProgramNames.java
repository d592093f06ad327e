package io.millrace.sql.expr;

import io.millrace.sql.typed.ValueFunction;
import java.util.HashMap;
import java.util.Map;

/** What one plan calls the functions of the program that it has: two of a name are told apart by their order. */
public final class ProgramNames {
    private final Map<ValueFunction, String> names = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    String of(ValueFunction function) {
        return names.computeIfAbsent(function, this::next);
    }

    private String next(ValueFunction function) {
        int number = numbers.merge(function.name(), 1, Integer::sum);
        return number == 1 ? function.name() : function.name() + " #" + number;
    }
}
