package io.millrace.sql.plan;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.connector.WritableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Expr;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.Materialize;
import io.millrace.plan.PlanCheck;
import io.millrace.plan.PlanNode;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Sort;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.sql.SqlNode;

/** Chooses the output mode of one query and builds its plan in it. */
final class PhysicalPlanner {
    /** From the one that says most to the one that asks least. */
    private static final List<OutputMode> BY_DEFAULT =
            List.of(OutputMode.APPEND, OutputMode.UPDATE, OutputMode.CHANGELOG);

    private final LogicalQuery query;
    private final ComputedColumns computedColumns;
    private final Catalog catalog;
    private final boolean batch;
    private final PlanTarget target;
    private final SqlNode text;

    PhysicalPlanner(
            LogicalQuery query,
            ComputedColumns computedColumns,
            Catalog catalog,
            boolean batch,
            PlanTarget target,
            SqlNode text) {
        this.query = query;
        this.computedColumns = computedColumns;
        this.catalog = catalog;
        this.batch = batch;
        this.target = target;
        this.text = text;
    }

    PlannedQuery plan() {
        if (batch) {
            return described(build(OutputMode.APPEND, Emission.BATCH));
        }
        Refusal last = null;
        for (OutputMode mode : modes()) {
            try {
                return described(build(mode, emission(mode)));
            } catch (Refusal refusal) {
                if (!refusal.isOfMode()) {
                    throw refusal;
                }
                last = refusal;
            }
        }
        throw refused(last);
    }

    private List<OutputMode> modes() {
        Set<OutputMode> taken = takenModes();
        if (target.mode().isPresent()) {
            OutputMode asked = target.mode().get();
            if (!taken.contains(asked)) {
                throw new MillraceException(
                        ErrorCode.MODE_NOT_SUPPORTED,
                        "table \"" + sink().orElseThrow().name() + "\" does not take output mode " + name(asked)
                                + "; it takes " + names(taken));
            }
            return List.of(asked);
        }
        List<OutputMode> modes = BY_DEFAULT.stream().filter(taken::contains).toList();
        return modes.isEmpty() ? List.copyOf(taken) : modes;
    }

    private MillraceException refused(Refusal refusal) {
        String sink = sink().filter(table -> takenModes().size() < OutputMode.values().length)
                .map(table -> " (table \"" + table.name() + "\" takes " + names(takenModes()) + ")")
                .orElse("");
        List<OutputMode> tried = modes();
        String mode = tried.size() == 1
                ? "output mode " + name(tried.get(0)) + " cannot be honoured: "
                : "no output mode fits: ";
        return PlanErrors.at(
                refusal.clause().in(text), ErrorCode.MODE_NOT_SUPPORTED, mode + refusal.getMessage() + sink);
    }

    private Optional<CatalogTable> sink() {
        return target instanceof PlanTarget.Insert insert ? Optional.of(insert.table()) : Optional.empty();
    }

    /** A reader takes any. */
    private Set<OutputMode> takenModes() {
        return sink().flatMap(CatalogTable::writable)
                .map(WritableTable::outputModes)
                .orElseGet(() -> EnumSet.allOf(OutputMode.class));
    }

    private static Emission emission(OutputMode mode) {
        return switch (mode) {
            case APPEND -> Emission.FINAL;
            case UPDATE, CHANGELOG -> Emission.CHANGES;
            case COMPLETE -> Emission.COMPLETE;
        };
    }

    static String name(OutputMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static String names(Set<OutputMode> modes) {
        return String.join(
                ", ", modes.stream().sorted().map(PhysicalPlanner::name).toList());
    }

    private QueryPlan build(OutputMode mode, Emission emission) {
        Set<String> clocks = new TreeSet<>();
        while (true) {
            Conversion conversion = new Conversion(emission, query.rexBuilder(), computedColumns, clocks);
            Optional<QueryPlan> built = Optional.empty();
            Refusal refusal = null;
            try {
                built = Optional.of(build(conversion, mode));
            } catch (Refusal e) {
                refusal = e;
            }
            if (!clocks.addAll(conversion.demandedClocks())) {
                if (refusal != null) {
                    throw refusal;
                }
                return built.orElseThrow();
            }
        }
    }

    private QueryPlan build(Conversion conversion, OutputMode mode) {
        Relation relation = mode == OutputMode.COMPLETE ? complete(conversion) : conversion.convert(query.rel());
        Relation whole = relation.materialized();
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < whole.fields().size(); i++) {
            int column = whole.fields().get(i);
            Field field = whole.columns().field(column);
            expressions.add(Expr.column(column, field.type(), field.nullable()));
            fields.add(new Field(query.names().get(i), field.type(), field.nullable()));
        }
        PlanNode root = PlanNodes.project(whole.node(), expressions, new Schema(fields));
        List<Integer> key = uniqueKey(whole);
        if (mode == OutputMode.UPDATE && key == null && whole.insertOnly() && isOfProgram(root)) {
            // what a function gives is never taken back: there is nothing to update
            return checked(root, OutputMode.APPEND, null, conversion);
        }
        if (mode == OutputMode.UPDATE && key == null) {
            throw Refusal.ofMode(
                    Clause.SELECT,
                    "it needs a unique key of the result, and none is known; select all columns of GROUP BY (of a window its"
                            + " start or end), or all of PARTITION BY where ROW_NUMBER() = 1 leaves one row, or use output mode"
                            + " changelog");
        }
        return checked(root, mode, key, conversion);
    }

    private static QueryPlan checked(PlanNode root, OutputMode mode, List<Integer> key, Conversion conversion) {
        QueryPlan plan = new QueryPlan(ColumnPruner.prune(root), mode, key, conversion.emission == Emission.BATCH);
        PlanCheck.check(plan);
        return plan;
    }

    private static boolean isOfProgram(PlanNode node) {
        return node instanceof KeyedProcess || node.inputs().stream().anyMatch(PhysicalPlanner::isOfProgram);
    }

    /** The whole result after each batch, in the order asked for. */
    private Relation complete(Conversion conversion) {
        RelNode rel = query.rel();
        Project above = rel instanceof Project project && project.getInput() instanceof org.apache.calcite.rel.core.Sort
                ? project
                : null;
        RelNode top = above == null ? rel : above.getInput();
        if (!(top instanceof org.apache.calcite.rel.core.Sort sort)) {
            return materialized(conversion.convert(rel).materialized(), List.of(), 0, -1);
        }
        Relation input = conversion.convert(sort.getInput()).materialized();
        Relation sorted = materialized(
                input,
                SortConverter.keys(input, sort),
                SortConverter.constant(sort.offset, "OFFSET", 0),
                SortConverter.constant(sort.fetch, "LIMIT", -1));
        return above == null ? sorted : new ProjectConverter(conversion).convert(sorted, above);
    }

    private static Relation materialized(Relation input, List<Sort.Key> keys, long offset, long fetch) {
        return input.withNode(new Materialize(input.node(), keys, offset, fetch));
    }

    /** The smallest unique key among the result's columns; null when none is known. */
    private static List<Integer> uniqueKey(Relation relation) {
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < relation.fields().size(); i++) {
            places.putIfAbsent(relation.fields().get(i), i);
        }
        return Columns.moved(relation.keys(), places).stream()
                .map(key -> key.stream().sorted().toList())
                .min(Comparator.<List<Integer>>comparingInt(List::size).thenComparing(List::toString))
                .orElse(null);
    }

    private PlannedQuery described(QueryPlan plan) {
        Explanation explanation = new Explanation(plan, catalog, sink());
        return new PlannedQuery(plan, explanation.text(), explanation.notes(), List.of());
    }
}
