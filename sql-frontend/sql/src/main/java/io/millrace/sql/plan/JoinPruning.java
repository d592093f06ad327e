package io.millrace.sql.plan;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.Join;
import io.millrace.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Prunes a join: each side keeps what is needed of it, its keys, and the columns that bound the other side. */
record JoinPruning(Join join, Set<Integer> needed) {
    Pruned prune() {
        int width = join.left().schema().size();
        Set<Integer> all = Columns.union(needed, join.condition() == null ? Set.of() : Columns.of(join.condition()));
        Set<Integer> ofLeft = Columns.union(Columns.below(all, width), new TreeSet<>(join.leftKeys()));
        Set<Integer> ofRight = Columns.union(Columns.above(all, width), new TreeSet<>(join.rightKeys()));
        for (Join.Bound bound : bounds(join.leftBound())) {
            ofLeft.add(bound.column());
            ofRight.add(bound.otherColumn());
        }
        for (Join.Bound bound : bounds(join.rightBound())) {
            ofRight.add(bound.column());
            ofLeft.add(bound.otherColumn());
        }
        Pruned left = ColumnPruner.prune(join.left(), ofLeft);
        Pruned right = ColumnPruner.prune(join.right(), ofRight);
        int[] places = new int[join.schema().size()];
        for (int i = 0; i < places.length; i++) {
            int rightPlace = i < width ? -1 : right.at(i - width);
            places[i] =
                    i < width ? left.at(i) : rightPlace < 0 ? -1 : left.schema().size() + rightPlace;
        }
        List<Field> fields = new ArrayList<>(left.schema().fields());
        fields.addAll(right.schema().fields());
        PlanNode node = new Join(
                left.node(),
                right.node(),
                left.at(join.leftKeys()),
                right.at(join.rightKeys()),
                join.condition() == null ? null : PlanNodes.moved(join.condition(), column -> places[column]),
                moved(join.leftBound(), left, right),
                moved(join.rightBound(), right, left),
                new Schema(fields));
        return new Pruned(node, places);
    }

    private static List<Join.Bound> bounds(Join.Bound bound) {
        return bound == null ? List.of() : List.of(bound);
    }

    private static Join.Bound moved(Join.Bound bound, Pruned side, Pruned other) {
        return bound == null
                ? null
                : new Join.Bound(
                        side.at(bound.column()),
                        bound.offsetMicros(),
                        other.at(bound.otherColumn()),
                        bound.otherOffsetMicros());
    }
}
