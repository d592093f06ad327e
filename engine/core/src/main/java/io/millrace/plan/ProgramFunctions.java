package io.millrace.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.EvalContext;
import io.millrace.expr.Expr;
import io.millrace.expr.ProgramFunction;
import io.millrace.process.KeyContext;
import io.millrace.process.KeyedFunction;
import io.millrace.process.RowFunction;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The functions that a program has put into a plan, by name: a stored plan has the names alone. A name that nobody knows
 * gives a function that cannot be called, so that the state it has left can be read.
 */
public final class ProgramFunctions {
    /** Nobody gives any. */
    public static final ProgramFunctions NONE = new ProgramFunctions();

    private final Map<String, ProgramFunction> ofValues = new HashMap<>();
    private final Map<String, RowFunction> ofRows = new HashMap<>();
    private final Map<String, KeyedFunction> ofKeys = new HashMap<>();
    private final Map<String, AggregateFunction> aggregates = new HashMap<>();

    private ProgramFunctions() {}

    /** Those of a plan that a program has just made. */
    public static ProgramFunctions of(QueryPlan plan) {
        ProgramFunctions functions = new ProgramFunctions();
        functions.collect(plan.root());
        return functions;
    }

    private void collect(PlanNode node) {
        if (node instanceof MapRows map) {
            ofRows.put(map.function().name(), map.function());
        } else if (node instanceof KeyedProcess process) {
            ofKeys.put(process.function().name(), process.function());
        } else if (node instanceof Aggregate aggregate) {
            for (AggregateCall call : aggregate.calls()) {
                if (AggregateFunctions.isOfProgram(call.function().name())) {
                    aggregates.put(call.function().name(), call.function());
                }
            }
        }
        expressions(node).forEach(this::collect);
        node.inputs().forEach(this::collect);
    }

    private static List<Expr> expressions(PlanNode node) {
        if (node instanceof Project project) {
            return project.expressions();
        } else if (node instanceof Filter filter) {
            return List.of(filter.predicate());
        } else if (node instanceof Join join) {
            return join.condition() == null ? List.of() : List.of(join.condition());
        } else if (node instanceof Unnest unnest) {
            return List.of(unnest.collection());
        } else if (node instanceof Values values) {
            return values.rows().stream().flatMap(List::stream).toList();
        }
        return List.of();
    }

    private void collect(Expr expr) {
        if (expr instanceof Call call) {
            if (call.program() != null) {
                ofValues.put(call.program().signature(), call.program());
            }
            call.args().forEach(this::collect);
        }
    }

    ProgramFunction ofValues(String signature) {
        return ofValues.getOrDefault(signature, new Absent.OfValues(signature));
    }

    RowFunction ofRows(String name) {
        return ofRows.getOrDefault(name, new Absent(name));
    }

    KeyedFunction ofKeys(String name) {
        return ofKeys.getOrDefault(name, new Absent.OfKeys(name));
    }

    AggregateFunction aggregate(String name) {
        AggregateFunction known = aggregates.get(name);
        return known == null ? AggregateFunctions.absent(name) : known;
    }

    /** Whether all that a plan names is here. */
    public boolean hasAllOf(QueryPlan plan) {
        ProgramFunctions theirs = of(plan);
        return ofValues.keySet().containsAll(theirs.ofValues.keySet())
                && ofRows.keySet().containsAll(theirs.ofRows.keySet())
                && ofKeys.keySet().containsAll(theirs.ofKeys.keySet())
                && aggregates.keySet().containsAll(theirs.aggregates.keySet());
    }

    private record Absent(String name) implements RowFunction {
        @Override
        public void apply(Iterator<List<Object>> rows, Consumer<List<Object>> out) {
            throw missing(name);
        }

        @Override
        public RowFunction named(String newName) {
            return new Absent(newName);
        }

        private record OfValues(String signature) implements ProgramFunction {
            @Override
            public Object apply(Object[] args, EvalContext context) {
                throw missing(signature);
            }

            @Override
            public boolean deterministic() {
                return true;
            }
        }

        private record OfKeys(String name) implements KeyedFunction {
            @Override
            public Instance open() {
                return (KeyContext key, Consumer<List<Object>> out) -> {
                    throw missing(name);
                };
            }

            @Override
            public KeyedFunction named(String newName) {
                return new OfKeys(newName);
            }
        }
    }

    private static MillraceException missing(String name) {
        return new MillraceException(
                ErrorCode.UNKNOWN_FUNCTION,
                "the plan names a function \"" + name + "\" of a program, which is not there; start the query from"
                        + " the program that has it");
    }
}
