package io.millrace.sql.plan;

import io.millrace.connector.ReadableTable;
import io.millrace.connector.WritableTable;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.plan.Filter;
import io.millrace.plan.Join;
import io.millrace.plan.Limit;
import io.millrace.plan.PlanNode;
import io.millrace.plan.PlanPrinter;
import io.millrace.plan.Project;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.plan.Values;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What EXPLAIN says: the plan with what each operator keeps, the output mode, the guarantee, and where the result is not the
 * batch answer by rule.
 */
final class Explanation {
    private static final Set<String> CLOCKS = Set.of(
            "PROCTIME", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIMESTAMP", "LOCALTIME", "NOW");

    private final QueryPlan plan;
    private final Catalog catalog;
    private final Optional<CatalogTable> sink;
    private final String tree;
    private final List<String> unbounded;

    Explanation(QueryPlan plan, Catalog catalog, Optional<CatalogTable> sink) {
        this.plan = plan;
        this.catalog = catalog;
        this.sink = sink;
        StateVerdicts verdicts = new StateVerdicts(
                name -> readable(name).map(ReadableTable::bounded).orElse(false));
        OpenedParts parts = new OpenedParts(plan, this::readable);
        this.tree = PlanPrinter.print(plan.root(), node -> {
            if (node instanceof Scan scan) {
                return parts.of(scan);
            }
            return plan.batch() ? List.of() : verdicts.of(node);
        });
        this.unbounded = verdicts.unbounded();
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(plan.batch() ? "batch query" : "output mode: " + mode());
        if (!plan.batch()) {
            lines.add("guarantee: " + guarantee());
        }
        notes().forEach(note -> lines.add("note: " + note));
        return tree + String.join("\n", lines) + "\n";
    }

    private String mode() {
        String name = PhysicalPlanner.name(plan.mode());
        if (plan.uniqueKey() == null) {
            return name;
        }
        String key = plan.uniqueKey().stream()
                .map(column -> plan.root().schema().field(column).name())
                .collect(Collectors.joining(", "));
        return name + (key.isEmpty() ? ", one row" : ", by " + key);
    }

    /** What a user should know: a sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(unbounded);
        Set<String> clocks = new TreeSet<>();
        nodes(plan.root()).forEach(node -> expressions(node).forEach(expr -> collectClocks(expr, clocks)));
        for (String clock : clocks) {
            notes.add(clock + " is the clock of the micro-batch in which a row arrived");
        }
        if (nodes(plan.root()).anyMatch(Limit.class::isInstance)) {
            notes.add("LIMIT without ORDER BY gives the rows that arrived first");
        }
        return notes;
    }

    private String guarantee() {
        List<String> lossy = nodes(plan.root())
                .filter(Scan.class::isInstance)
                .map(node -> ((Scan) node).table())
                .distinct()
                .filter(name -> !readable(name).map(ReadableTable::replayable).orElse(true))
                .map(name -> "\"" + name + "\"")
                .toList();
        if (!lossy.isEmpty()) {
            return "none for rows of " + String.join(", ", lossy)
                    + " that were not committed when the query failed: they cannot be read again";
        }
        Optional<WritableTable> writable = sink.flatMap(CatalogTable::writable);
        if (writable.isEmpty()) {
            return "exactly once, up to the reader of the rows";
        }
        return switch (writable.get().guarantee()) {
            case EXACTLY_ONCE -> "exactly once";
            case AT_LEAST_ONCE ->
                "at least once: after a failure \"" + sink.orElseThrow().name() + "\" may get rows again";
        };
    }

    private Optional<ReadableTable> readable(String name) {
        return catalog.table(name).flatMap(CatalogTable::readable);
    }

    private static Stream<PlanNode> nodes(PlanNode node) {
        return Stream.concat(Stream.of(node), node.inputs().stream().flatMap(Explanation::nodes));
    }

    private static List<Expr> expressions(PlanNode node) {
        if (node instanceof Project project) {
            return project.expressions();
        } else if (node instanceof Filter filter) {
            return List.of(filter.predicate());
        } else if (node instanceof Values values) {
            return values.rows().stream().flatMap(List::stream).toList();
        } else if (node instanceof Join join && join.condition() != null) {
            return List.of(join.condition());
        }
        return List.of();
    }

    private static void collectClocks(Expr expr, Set<String> clocks) {
        if (expr instanceof Call call) {
            if (CLOCKS.contains(call.function())) {
                clocks.add(call.function());
            }
            call.args().forEach(arg -> collectClocks(arg, clocks));
        }
    }
}
