package io.millrace.sql.plan;

import io.millrace.plan.Limit;
import io.millrace.plan.Sort;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** ORDER BY and LIMIT, where the input is finite or, for LIMIT alone, its rows are never taken back. */
final class SortConverter {
    private final Conversion conversion;

    SortConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(Relation input, org.apache.calcite.rel.core.Sort rel) {
        Relation from = input.materialized();
        List<Sort.Key> keys = keys(from, rel);
        long offset = constant(rel.offset, "OFFSET", 0);
        long fetch = constant(rel.fetch, "LIMIT", -1);
        if (keys.isEmpty()) {
            if (!from.insertOnly()) {
                throw Refusal.ofMode(
                        Clause.ORDER_BY,
                        "LIMIT over rows that change is not there yet; use output mode complete, or leave"
                                + " LIMIT out");
            }
            long all = fetch < 0 ? Long.MAX_VALUE : fetch;
            return from.withNode(new Limit(from.node(), offset, all));
        }
        if (conversion.emission != Emission.BATCH) {
            throw Refusal.ofMode(
                    Clause.ORDER_BY,
                    "ORDER BY over rows that keep coming has no answer; SET 'output.mode' = 'complete' to get"
                            + " the whole ordered result each time, or leave ORDER BY out");
        }
        return from.withNode(new Sort(from.node(), keys, offset, fetch));
    }

    static List<Sort.Key> keys(Relation input, org.apache.calcite.rel.core.Sort rel) {
        return rel.getCollation().getFieldCollations().stream()
                .map(collation -> new Sort.Key(
                        input.fields().get(collation.getFieldIndex()),
                        collation.direction.isDescending(),
                        collation.nullDirection == RelFieldCollation.NullDirection.FIRST))
                .toList();
    }

    static long constant(RexNode node, String clause, long absent) {
        if (node == null) {
            return absent;
        }
        if (node instanceof RexLiteral literal && literal.getValueAs(BigDecimal.class) != null) {
            return literal.getValueAs(BigDecimal.class).longValue();
        }
        throw Refusal.invalid(Clause.ORDER_BY, clause + " must be a number, found " + node);
    }
}
