package io.millrace.sql.typed;

import io.millrace.columnar.DataType;
import io.millrace.columnar.ValueText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.EvalContext;
import io.millrace.expr.ProgramFunction;
import io.millrace.sql.JavaValues;
import io.millrace.sql.function.UDF;
import java.lang.reflect.Type;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A function of a program over values: its name, what it takes, and what it gives. Immutable.
 *
 * <p>Threads: any number. Errors: USER codes, with the function's name.
 */
public final class ValueFunction {
    /** As much of an argument as an error shows. */
    private static final int SHOWN_MAX = 100;

    private final String name;
    private final FunctionCall call;
    private final List<FunctionArgument> takes;
    private final Result gives;
    private final boolean deterministic;

    /**
     * What a result is made into.
     *
     * @param value makes the value of a column; null where that goes by the type alone
     */
    private record Result(DataType type, ValueType value) {
        Object column(Object made) {
            if (made == null) {
                return null;
            }
            try {
                if (value != null) {
                    return value.encode(made);
                } else if (!(made instanceof CharSequence) || type.isString()) {
                    return JavaValues.toColumn(made, type);
                }
            } catch (ClassCastException e) {
                // another class than the program has said
            } catch (MillraceException e) {
                throw new MillraceException(e.code(), "its result does not fit: " + e.getMessage(), e);
            }
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "its result is a " + made.getClass().getSimpleName() + " \"" + made + "\", where a value of type "
                            + type + " is expected");
        }
    }

    private ValueFunction(
            String name, FunctionCall call, List<FunctionArgument> takes, Result gives, boolean deterministic) {
        this.name = name;
        this.call = call;
        this.takes = takes;
        this.gives = gives;
        this.deterministic = deterministic;
    }

    /** Errors: TYPE_MISMATCH when it takes what no column is made into. */
    public static ValueFunction of(UDF function, DataType result) {
        return of(function, new Result(result, null));
    }

    /** The same of a function that gives objects of a class; TYPE_MISMATCH when no column is made of these. */
    public static ValueFunction of(UDF function, Class<?> result) {
        ValueType value = ValueType.of(result, "the result of the function");
        return of(function, new Result(value.type(), value));
    }

    private static ValueFunction of(UDF function, Result gives) {
        FunctionCall call = FunctionCall.of(function);
        List<FunctionArgument> takes = new ArrayList<>();
        for (Type type : FunctionTypes.of(function, call.form(), call.arguments())) {
            takes.add(FunctionArgument.of(type, "argument " + (takes.size() + 1) + " of the function"));
        }
        Class<?> written = function.getClass();
        boolean named = FunctionTypes.isWritten(written) && !written.isAnonymousClass();
        return new ValueFunction(
                named ? written.getSimpleName().toLowerCase(Locale.ROOT) : "udf",
                call,
                List.copyOf(takes),
                gives,
                true);
    }

    /** The same function under another name. */
    public ValueFunction named(String newName) {
        return new ValueFunction(newName, call, takes, gives, deterministic);
    }

    /** The same function, which may give another value each time. */
    public ValueFunction nondeterministic() {
        return new ValueFunction(name, call, takes, gives, false);
    }

    /** Whether it gives the same for the same values, always. */
    public boolean deterministic() {
        return deterministic;
    }

    public String name() {
        return name;
    }

    /** Of the result, which may be NULL. */
    public DataType resultType() {
        return gives.type();
    }

    /** How it is written and what it gives, such as {@code len(String) INTEGER}. */
    public String signature() {
        return name
                + takes.stream().map(FunctionArgument::text).collect(Collectors.joining(", ", "(", ") "))
                + gives.type();
    }

    /** The type of a parameter in the place of an argument; empty where nothing is known of it. */
    public Optional<DataType> argumentType(int argument) {
        return argument < takes.size() ? takes.get(argument).type() : Optional.empty();
    }

    /** Refuses arguments that it does not take. Errors: TYPE_MISMATCH. */
    public void check(List<DataType> arguments) {
        if (arguments.size() != takes.size()) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "function \"" + name + "\" takes " + count(takes.size()) + ", found " + arguments.size());
        }
        for (int i = 0; i < takes.size(); i++) {
            if (!takes.get(i).takes(arguments.get(i))) {
                throw new MillraceException(
                        ErrorCode.TYPE_MISMATCH,
                        "function \"" + name + "\" takes a " + takes.get(i).text() + " as argument " + (i + 1)
                                + ", found " + arguments.get(i) + "; a CAST makes another type of it");
            }
        }
    }

    private static String count(int arguments) {
        return arguments == 0 ? "no arguments" : arguments == 1 ? "1 argument" : arguments + " arguments";
    }

    /**
     * The function over columns of some types, as the engine calls it.
     *
     * @param plannedName tells it from others of its name in the plan
     */
    public ProgramFunction over(List<DataType> arguments, String plannedName) {
        return new Over(this, List.copyOf(arguments), plannedName);
    }

    private record Over(ValueFunction function, List<DataType> arguments, String plannedName)
            implements ProgramFunction {
        @Override
        public String signature() {
            return plannedName
                    + arguments.stream().map(DataType::toString).collect(Collectors.joining(", ", "(", ") "))
                    + function.resultType();
        }

        @Override
        public boolean deterministic() {
            return function.deterministic;
        }

        @Override
        public Object apply(Object[] args, EvalContext context) {
            try {
                Object[] values = new Object[args.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = function.takes.get(i).decoded(args[i], arguments.get(i));
                }
                return function.gives.column(function.call.of(values));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(
                        ErrorCode.CANCELLED, "function \"" + function.name + "\" was interrupted", e);
            } catch (Exception e) {
                throw failed(args, e);
            }
        }

        private MillraceException failed(Object[] args, Exception e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            if (e instanceof ClassCastException) {
                reason = reason.replaceAll(" \\([^()]* (is|are) in .*", "");
            }
            ErrorCode code = e instanceof MillraceException known ? known.code() : ErrorCode.INVALID_VALUE;
            return new MillraceException(
                    code, "function \"" + function.name + "\" has failed for " + text(args) + ": " + reason, e);
        }

        private String text(Object[] args) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < args.length; i++) {
                String text = String.valueOf(ValueText.format(args[i], arguments.get(i), ZoneOffset.UTC));
                texts.add(text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...");
            }
            return texts.stream().collect(Collectors.joining(", ", "(", ")"));
        }
    }
}
