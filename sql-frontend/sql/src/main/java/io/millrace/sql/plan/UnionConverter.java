package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.plan.PlanNode;
import io.millrace.plan.UnionAll;
import io.millrace.plan.Values;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.rel.core.Union;

/** UNION ALL; UNION is a DISTINCT over it. */
final class UnionConverter {
    private final Conversion conversion;

    UnionConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(Union rel) {
        Schema schema = TypeTranslator.schema(rel.getRowType());
        List<Relation> inputs = new ArrayList<>();
        for (Relation input : conversion.convert(rel.getInputs())) {
            inputs.add(shaped(input.materialized(), schema));
        }
        Relation all = union(inputs, schema);
        if (rel.all) {
            return all;
        }
        List<Integer> keys = Columns.range(0, schema.size());
        return new AggregateConverter(conversion).aggregate(all, keys, List.of(), keys);
    }

    private Relation union(List<Relation> inputs, Schema schema) {
        Sources sources = inputs.stream().map(Relation::sources).reduce(Sources.NONE, Sources::and);
        boolean insertOnly = inputs.stream().allMatch(Relation::insertOnly);
        List<PlanNode> nodes = inputs.stream().map(Relation::node).toList();
        PlanNode node = nodes.stream().allMatch(Values.class::isInstance)
                ? new Values(
                        nodes.stream()
                                .flatMap(values -> ((Values) values).rows().stream())
                                .toList(),
                        schema)
                : new UnionAll(nodes, schema);
        return new Relation(
                node, null, Columns.range(0, schema.size()), times(inputs, schema), List.of(), insertOnly, sources);
    }

    /**
     * A column of the union is a time where it is one in every input, with the greatest close. An input without a watermark
     * before its end does not count: till then the union has none either.
     */
    private Map<Integer, TimeColumn> times(List<Relation> inputs, Schema schema) {
        Map<Integer, TimeColumn> times = new HashMap<>();
        for (int column = 0; column < schema.size(); column++) {
            OptionalLong close = close(inputs, column);
            if (close.isPresent()) {
                times.put(column, TimeColumn.of(conversion.newFamily(), 0, close.getAsLong()));
            }
        }
        return times;
    }

    private OptionalLong close(List<Relation> inputs, int column) {
        OptionalLong greatest = OptionalLong.empty();
        for (Relation input : inputs) {
            if (input.sources().onlyEnds()) {
                continue;
            }
            OptionalLong close = conversion.closeOf(input.times().get(column));
            if (close.isEmpty()) {
                return close;
            }
            greatest = greatest.isEmpty() || close.getAsLong() > greatest.getAsLong() ? close : greatest;
        }
        return greatest;
    }

    /** The input with exactly the fields of the relational expression, in the types of the union. */
    private static Relation shaped(Relation input, Schema schema) {
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Field field = input.columns().field(input.fields().get(i));
            Expr column = Expr.column(input.fields().get(i), field.type(), field.nullable());
            DataType type = schema.type(i);
            expressions.add(field.type().equals(type) ? column : Expr.call("CAST", type, field.nullable(), column));
        }
        Map<Integer, TimeColumn> times = new HashMap<>();
        for (int i = 0; i < schema.size(); i++) {
            TimeColumn time = input.times().get(input.fields().get(i));
            if (time != null && sameTimes(input.columns().type(input.fields().get(i)), schema.type(i))) {
                times.put(i, time);
            }
        }
        PlanNode node = PlanNodes.project(input.node(), expressions, schema);
        return new Relation(
                node, null, Columns.range(0, schema.size()), times, List.of(), input.insertOnly(), input.sources());
    }

    private static boolean sameTimes(DataType from, DataType to) {
        return from.kind() == to.kind() && from.precision() <= to.precision();
    }
}
