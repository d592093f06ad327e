package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.GroupingSets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * GROUPING SETS, ROLLUP, CUBE and GROUPING: every row is given once for each set, its other keys NULL, and one aggregation
 * has the number of the set as one more key.
 *
 * <pre>
 * Aggregate(ROLLUP(a, b), n = COUNT)    ->    Project(a, b, n)
 *                                               Aggregate(a, b, grouping_id, n = COUNT)
 *                                                 GroupingSets((a, b), (a), ())
 * </pre>
 *
 * <p>A key that all sets have, such as a window's start, is left as it is.
 */
final class GroupingSetsConverter {
    private final Conversion conversion;
    private final Aggregate rel;

    GroupingSetsConverter(Conversion conversion, Aggregate rel) {
        this.conversion = conversion;
        this.rel = rel;
    }

    static boolean isNeeded(Aggregate rel) {
        return rel.getGroupType() != Aggregate.Group.SIMPLE
                || rel.getAggCallList().stream().anyMatch(GroupingSetsConverter::isGrouping);
    }

    private static boolean isGrouping(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case GROUPING, GROUPING_ID, GROUP_ID -> true;
            default -> false;
        };
    }

    /** The keys that not all sets have, by field, in order. */
    private List<Integer> varying() {
        return rel.getGroupSet().asList().stream()
                .filter(field -> !rel.getGroupSets().stream().allMatch(set -> set.get(field)))
                .toList();
    }

    Relation convert(Relation input) {
        List<Integer> varying = varying();
        boolean partsWindow = varying.stream()
                .anyMatch(field -> input.isPending(input.fields().get(field)));
        if (partsWindow && input.window().isSession() && !input.window().isFixed()) {
            throw Refusal.unsupported(
                    Clause.GROUP_BY, "SESSION must be in every grouping set, since the other keys say what it is over");
        }
        Relation from = expanded(partsWindow ? input.materialized() : input, varying);
        int first = from.nodeWidth() - varying.size() - 1;
        List<Integer> groupBy = new ArrayList<>();
        for (int field : rel.getGroupSet()) {
            int place = varying.indexOf(field);
            groupBy.add(place < 0 ? from.fields().get(field) : first + place);
        }
        groupBy.add(from.nodeWidth() - 1);
        return picked(new AggregateConverter(conversion).grouped(from, groupBy, withoutGrouping()), varying);
    }

    /** The aggregation without the calls that ask for the set. */
    private Aggregate withoutGrouping() {
        List<AggregateCall> calls =
                rel.getAggCallList().stream().filter(call -> !isGrouping(call)).toList();
        return rel.copy(rel.getTraitSet(), rel.getInput(), rel.getGroupSet(), rel.getGroupSets(), calls);
    }

    /** The rows once for each set; the new columns stand between the node's and those of a pending window. */
    private Relation expanded(Relation input, List<Integer> varying) {
        List<Integer> keys = varying.stream().map(input.fields()::get).toList();
        List<Field> schema = new ArrayList<>(input.node().schema().fields());
        keys.forEach(key -> schema.add(new Field(
                input.columns().field(key).name(), input.columns().field(key).type(), true)));
        schema.add(new Field("grouping_id", DataType.BIGINT, false));
        int added = keys.size() + 1;
        List<Integer> fields = input.fields().stream()
                .map(column -> input.isPending(column) ? column + added : column)
                .toList();
        Map<Integer, TimeColumn> times = new HashMap<>();
        input.times().forEach((column, time) -> times.put(input.isPending(column) ? column + added : column, time));
        GroupingSets node = new GroupingSets(input.node(), keys, sets(varying), new Schema(schema));
        return new Relation(node, input.window(), fields, times, List.of(), input.insertOnly(), input.sources());
    }

    private List<List<Integer>> sets(List<Integer> varying) {
        List<List<Integer>> sets = new ArrayList<>();
        for (ImmutableBitSet set : rel.getGroupSets()) {
            List<Integer> has = new ArrayList<>();
            for (int i = 0; i < varying.size(); i++) {
                if (set.get(varying.get(i))) {
                    has.add(i);
                }
            }
            sets.add(has);
        }
        return sets;
    }

    /** The fields of the relational expression, GROUPING worked out from the number of the set. */
    private Relation picked(Relation grouped, List<Integer> varying) {
        List<RexNode> expressions = new ArrayList<>();
        int keys = rel.getGroupCount();
        int call = keys + 1;
        for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
            RelDataType type = rel.getRowType().getFieldList().get(i).getType();
            if (i >= keys && isGrouping(rel.getAggCallList().get(i - keys))) {
                int id = grouped.fields().get(keys);
                expressions.add(grouping(rel.getAggCallList().get(i - keys), id, varying, type));
            } else {
                expressions.add(new RexInputRef(grouped.fields().get(i < keys ? i : call++), type));
            }
        }
        Relation picked = new ProjectConverter(conversion)
                .project(grouped, expressions, rel.getRowType().getFieldNames());
        return keyed(picked, grouped, expressions, varying);
    }

    /**
     * Keys of the groups, with GROUPING in place of the number of the set if it tells them apart; without it where NULL among
     * the keys can only mean that a set has them not.
     */
    private Relation keyed(Relation picked, Relation grouped, List<RexNode> expressions, List<Integer> varying) {
        Map<Integer, Integer> places = new HashMap<>();
        Set<Integer> marks = new HashSet<>();
        Map<List<Integer>, List<Long>> values = new HashMap<>();
        sets(varying).forEach(set -> values.put(set, new ArrayList<>()));
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) instanceof RexInputRef ref) {
                places.putIfAbsent(ref.getIndex(), picked.fields().get(i));
            } else {
                AggregateCall call = rel.getAggCallList().get(i - rel.getGroupCount());
                marks.add(picked.fields().get(i));
                values.forEach((set, found) -> found.add(grouping(call, set, varying)));
            }
        }
        boolean told = Set.copyOf(values.values()).size() == values.size();
        boolean never = varying.stream()
                .noneMatch(field -> rel.getInput()
                        .getRowType()
                        .getFieldList()
                        .get(field)
                        .getType()
                        .isNullable());
        if (!told && !never) {
            return picked;
        }
        int id = grouped.fields().get(rel.getGroupCount());
        List<Set<Integer>> keys = new ArrayList<>();
        for (Set<Integer> key : grouped.keys()) {
            Set<Integer> others = new HashSet<>(key);
            others.remove(id);
            for (Set<Integer> moved : Columns.moved(List.of(others), places)) {
                keys.add(never ? moved : Columns.union(moved, marks));
            }
        }
        return new Relation(
                picked.node(),
                picked.window(),
                picked.fields(),
                picked.times(),
                keys,
                picked.insertOnly(),
                picked.sources());
    }

    /** What GROUPING gives for the groups of a set. */
    private static long grouping(AggregateCall call, List<Integer> set, List<Integer> varying) {
        long value = 0;
        for (int field : call.getArgList()) {
            int place = varying.indexOf(field);
            value = value << 1 | (place < 0 || set.contains(place) ? 0 : 1);
        }
        return value;
    }

    private RexNode grouping(AggregateCall call, int idColumn, List<Integer> varying, RelDataType type) {
        if (call.getAggregation().getKind() == SqlKind.GROUP_ID) {
            throw Refusal.unsupported(Clause.GROUP_BY, "GROUP_ID is not there; GROUPING tells sets apart");
        }
        Map<Long, Long> values = new HashMap<>();
        for (List<Integer> set : sets(varying)) {
            values.put(GroupingSets.id(set, varying.size()), grouping(call, set, varying));
        }
        Set<Long> distinct = new HashSet<>(values.values());
        if (distinct.size() == 1) {
            return literal(distinct.iterator().next(), type);
        }
        RelDataType bigint = conversion.rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        List<RexNode> cases = new ArrayList<>();
        values.keySet().stream().sorted().forEach(id -> {
            RexNode is = conversion.rexBuilder.makeCall(
                    SqlStdOperatorTable.EQUALS, new RexInputRef(idColumn, bigint), literal(id, bigint));
            cases.add(is);
            cases.add(literal(values.get(id), type));
        });
        // the last set is what is left
        cases.remove(cases.size() - 2);
        return conversion.rexBuilder.makeCall(type, SqlStdOperatorTable.CASE, cases);
    }

    private RexNode literal(long value, RelDataType type) {
        return conversion.rexBuilder.makeExactLiteral(BigDecimal.valueOf(value), type);
    }
}
