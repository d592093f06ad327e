package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.plan.Unnest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * UNNEST, alone or beside a table whose rows it looks at:
 *
 * <pre>
 * Correlate                          Project, Filter (over the columns of both)
 *   table                     ->       Unnest
 *   Project, Filter ...                  table
 *     Uncollect
 *       Project($cor.words)
 *         Values
 * </pre>
 */
final class UnnestConverter {
    private final Conversion conversion;

    UnnestConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(RelNode rel) {
        if (rel instanceof Uncollect uncollect) {
            Relation input = conversion.convert(uncollect.getInput());
            Relation unnested = unnest(input, collection(uncollect, input), uncollect, false);
            return unnested.withFields(unnested.fields()
                    .subList(input.fields().size(), unnested.fields().size()));
        }
        Correlate correlate = (Correlate) rel;
        boolean outer = correlate.getJoinType() == JoinRelType.LEFT;
        if (!outer && correlate.getJoinType() != JoinRelType.INNER) {
            throw lateral();
        }
        Relation left = conversion.convert(correlate.getLeft());
        return lateral(left, correlate.getRight(), outer);
    }

    private static RuntimeException lateral() {
        return Refusal.unsupported(
                Clause.UNNEST, "a subquery that looks at the rows beside it is not there yet; LATERAL UNNEST(...) is");
    }

    /** The fields of {@code left}, then those of {@code rel}, which is evaluated for each row of it. */
    private Relation lateral(Relation left, RelNode rel, boolean outer) {
        if (rel instanceof Uncollect uncollect) {
            return beside(left, uncollect, outer);
        }
        if (rel instanceof Filter filter && !outer) {
            Relation input = lateral(left, filter.getInput(), false);
            RexNode condition =
                    resolved(filter.getCondition(), input, left.fields().size());
            return new FilterConverter(conversion).filter(input, condition);
        }
        if (rel instanceof Project project) {
            Relation input = lateral(left, project.getInput(), outer);
            return project(input, project, left.fields().size());
        }
        throw lateral();
    }

    private Relation beside(Relation left, Uncollect uncollect, boolean outer) {
        if (uncollect.getInput() instanceof Project project
                && project.getInput() instanceof Values values
                && values.getTuples().size() == 1
                && project.getProjects().size() == 1) {
            RexNode collection = resolved(project.getProjects().get(0), left, 0);
            return unnest(left, collection, uncollect, outer);
        }
        throw lateral();
    }

    private Relation project(Relation input, Project rel, int leftFields) {
        List<Integer> fields = new ArrayList<>(input.fields().subList(0, leftFields));
        for (RexNode node : rel.getProjects()) {
            if (!(resolved(node, input, leftFields) instanceof RexInputRef ref)) {
                throw Refusal.unsupported(
                        Clause.UNNEST, "a SELECT inside LATERAL can only pick columns so far; compute outside of it");
            }
            fields.add(ref.getIndex());
        }
        return input.withFields(fields);
    }

    /** Over columns: what was correlated names the left's fields, the rest those behind them. */
    private RexNode resolved(RexNode node, Relation input, int leftFields) {
        RexNode overFields = node.accept(new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                return access.getReferenceExpr() instanceof RexCorrelVariable
                        ? new RexInputRef(access.getField().getIndex(), access.getType())
                        : super.visitFieldAccess(access);
            }

            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(ref.getIndex() + leftFields, ref.getType());
            }
        });
        return conversion.expressions.overColumns(overFields, input);
    }

    private static RexNode collection(Uncollect uncollect, Relation input) {
        if (uncollect.getInput().getRowType().getFieldCount() != 1) {
            throw Refusal.unsupported(Clause.UNNEST, "UNNEST takes one collection so far");
        }
        return new RexInputRef(
                input.fields().get(0),
                uncollect.getInput().getRowType().getFieldList().get(0).getType());
    }

    private Relation unnest(Relation input, RexNode collection, Uncollect rel, boolean outer) {
        boolean needsWindow = Expressions.columnsOf(collection).stream().anyMatch(input::isPending)
                || input.window() != null && input.window().isFixed();
        Relation from = needsWindow ? input.materialized() : input;
        boolean withOrdinality = rel.withOrdinality;
        List<String> names = rel.getRowType().getFieldNames();
        Expr array = conversion.expressions.translate(collection, from.columns());
        List<Field> schema = new ArrayList<>(from.node().schema().fields());
        int first = schema.size();
        for (Field element : elements(array.type(), withOrdinality)) {
            schema.add(new Field(names.get(schema.size() - first), element.type(), outer || element.nullable()));
        }
        int added = schema.size() - first;
        List<Integer> fields = new ArrayList<>();
        from.fields().forEach(field -> fields.add(from.isPending(field) ? field + added : field));
        fields.addAll(Columns.range(first, first + added));
        Map<Integer, TimeColumn> times = new HashMap<>();
        from.times().forEach((column, time) -> times.put(from.isPending(column) ? column + added : column, time));
        List<Set<Integer>> keys = new ArrayList<>();
        if (withOrdinality) {
            from.keys().forEach(key -> keys.add(Columns.plus(key, first + added - 1)));
        }
        return new Relation(
                new Unnest(from.node(), array, withOrdinality, outer, new Schema(schema)),
                from.window(),
                fields,
                times,
                keys,
                from.insertOnly(),
                from.sources());
    }

    private static List<Field> elements(DataType type, boolean withOrdinality) {
        List<Field> elements = new ArrayList<>();
        if (type.kind() == DataType.Kind.MAP) {
            elements.addAll(type.children());
        } else if (type.element().kind() == DataType.Kind.ROW) {
            elements.addAll(type.element().children());
        } else {
            elements.add(type.children().get(0));
        }
        if (withOrdinality) {
            elements.add(new Field("ordinality", DataType.INTEGER, false));
        }
        return elements;
    }
}
