package io.millrace.sql.plan;

import com.google.common.collect.ImmutableList;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.plan.Values;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;

/** VALUES, and SELECT without FROM. */
final class ValuesConverter {
    private final Conversion conversion;

    ValuesConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(org.apache.calcite.rel.core.Values rel) {
        Schema schema = TypeTranslator.schema(rel.getRowType());
        List<List<Expr>> rows = new ArrayList<>();
        for (ImmutableList<RexLiteral> tuple : rel.getTuples()) {
            List<Expr> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                RelDataType type = rel.getRowType().getFieldList().get(i).getType();
                row.add(conversion.expressions.translate(
                        conversion.rexBuilder.ensureType(type, tuple.get(i), true), schema));
            }
            rows.add(row);
        }
        List<Set<Integer>> keys = rows.size() == 1 ? List.of(new HashSet<>()) : List.of();
        return new Relation(
                new Values(rows, schema), null, Columns.range(0, schema.size()), Map.of(), keys, true, Sources.NONE);
    }
}
