package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.plan.Join;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/** Inner joins: equalities of columns become keys, times compared with each other bounds, the rest the condition. */
final class JoinConverter {
    private final Conversion conversion;

    JoinConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(Relation leftInput, Relation rightInput, org.apache.calcite.rel.core.Join rel) {
        if (rel.getJoinType() != JoinRelType.INNER) {
            throw Refusal.unsupported(Clause.JOIN, rel.getJoinType() + " JOIN is not there yet; INNER JOIN is");
        }
        Sides sides = new Sides(leftInput.materialized(), rightInput.materialized());
        Relation pairs = sides.pairs();
        if (rel.getCondition().isAlwaysFalse() || isEmpty(sides.left) || isEmpty(sides.right)) {
            return pairs;
        }
        List<RexNode> rest = new ArrayList<>();
        List<RexNode> conjuncts = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(rel.getCondition())) {
            RexNode overColumns = conversion.expressions.overColumns(condition, pairs);
            conjuncts.add(overColumns);
            if (!sides.takeKey(overColumns)) {
                rest.add(overColumns);
            }
        }
        if (sides.leftKeys.isEmpty()) {
            throw Refusal.unsupported(
                    Clause.JOIN,
                    "a join without an equality between its two sides is not there yet; add one to its ON clause, such as"
                            + " a.id = b.id");
        }
        return sides.join(rest, new JoinBounds(conversion, sides.left, sides.right, conjuncts));
    }

    /** Whether a contradiction in the condition was found to leave nothing of a side. */
    private static boolean isEmpty(Relation side) {
        return side.node() instanceof Values values && values.rows().isEmpty();
    }

    /** The two inputs of one join, and its keys as they are found. */
    private final class Sides {
        private Relation left;
        private Relation right;
        private final List<Integer> leftKeys = new ArrayList<>();
        private final List<Integer> rightKeys = new ArrayList<>();

        Sides(Relation left, Relation right) {
            this.left = left;
            this.right = right;
        }

        /** Both sides' columns side by side, and no rows. */
        Relation pairs() {
            int width = left.nodeWidth();
            List<Integer> fields = new ArrayList<>(left.fields());
            fields.addAll(Columns.shifted(right.fields(), width));
            Map<Integer, TimeColumn> times = new HashMap<>(left.times());
            right.times().forEach((column, time) -> times.put(column + width, time));
            List<Field> columns = new ArrayList<>(left.node().schema().fields());
            columns.addAll(right.node().schema().fields());
            PlanNode node = new Values(List.of(), new Schema(columns));
            return new Relation(node, null, fields, times, List.of(), true, Sources.NONE);
        }

        boolean takeKey(RexNode condition) {
            if (!condition.isA(SqlKind.EQUALS)) {
                return false;
            }
            List<RexNode> operands = ((RexCall) condition).getOperands();
            if (!(operands.get(0) instanceof RexInputRef a) || !(operands.get(1) instanceof RexInputRef b)) {
                return false;
            }
            int width = left.nodeWidth();
            int first = Math.min(a.getIndex(), b.getIndex());
            int second = Math.max(a.getIndex(), b.getIndex());
            if (first >= width || second < width) {
                return false;
            }
            DataType leftType = left.node().schema().type(first);
            DataType rightType = right.node().schema().type(second - width);
            if (!sameKeyType(leftType, rightType)) {
                return false;
            }
            leftKeys.add(first);
            rightKeys.add(second - width);
            return true;
        }

        Relation join(List<RexNode> rest, JoinBounds bounds) {
            Relation pairs = pairs();
            Schema columns = pairs.node().schema();
            Expr condition = rest.isEmpty()
                    ? null
                    : conversion.expressions.translate(
                            RexUtil.composeConjunction(conversion.rexBuilder, rest), columns);
            if (condition != null) {
                conversion.requireRepeatable(left.insertOnly() ? right : left, condition);
            }
            PlanNode node = new Join(
                    left.node(),
                    right.node(),
                    leftKeys,
                    rightKeys,
                    condition,
                    bounds.leftBound(),
                    bounds.rightBound(),
                    columns);
            return new Relation(
                    node,
                    null,
                    pairs.fields(),
                    bounds.outputTimes(),
                    keys(),
                    left.insertOnly() && right.insertOnly(),
                    left.sources().and(right.sources()));
        }

        /** A pair is known by both its rows; by one alone if that meets at most one of the other side. */
        private List<Set<Integer>> keys() {
            int width = left.nodeWidth();
            List<Set<Integer>> keys = new ArrayList<>();
            if (right.keys().stream().anyMatch(rightKeys::containsAll)) {
                keys.addAll(left.keys());
            }
            if (left.keys().stream().anyMatch(leftKeys::containsAll)) {
                right.keys().forEach(key -> keys.add(Columns.shifted(key, width)));
            }
            for (Set<Integer> leftKey : left.keys()) {
                for (Set<Integer> rightKey : right.keys()) {
                    keys.add(Columns.union(leftKey, Columns.shifted(rightKey, width)));
                }
            }
            return keys;
        }
    }

    /** Whether equal values of the types are held alike. */
    private static boolean sameKeyType(DataType a, DataType b) {
        return a.equals(b)
                || a.kind() == b.kind()
                        && (a.kind() == DataType.Kind.VARCHAR
                                || a.kind() == DataType.Kind.VARBINARY
                                || a.storage() == DataType.Storage.LONG);
    }
}
