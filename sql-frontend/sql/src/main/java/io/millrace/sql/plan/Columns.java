package io.millrace.sql.plan;

import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Arithmetic with sets and lists of column positions. */
final class Columns {
    private Columns() {}

    static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    static Set<Integer> plus(Set<Integer> columns, int column) {
        Set<Integer> more = new HashSet<>(columns);
        more.add(column);
        return more;
    }

    static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
        Set<Integer> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    static List<Integer> shifted(List<Integer> columns, int by) {
        return columns.stream().map(column -> column + by).toList();
    }

    static Set<Integer> shifted(Set<Integer> columns, int by) {
        return new HashSet<>(shifted(List.copyOf(columns), by));
    }

    /** The keys whose columns all have a new place, at that place. */
    static List<Set<Integer>> moved(List<Set<Integer>> keys, Map<Integer, Integer> places) {
        List<Set<Integer>> result = new ArrayList<>();
        for (Set<Integer> key : keys) {
            if (places.keySet().containsAll(key)) {
                Set<Integer> moved = new HashSet<>();
                key.forEach(column -> moved.add(places.get(column)));
                result.add(moved);
            }
        }
        return result;
    }

    /** Those below {@code width}. */
    static Set<Integer> below(Set<Integer> columns, int width) {
        return new TreeSet<>(columns.stream().filter(column -> column < width).toList());
    }

    /** Those at or above {@code width}, counted from there. */
    static Set<Integer> above(Set<Integer> columns, int width) {
        return new TreeSet<>(columns.stream()
                .filter(column -> column >= width)
                .map(column -> column - width)
                .toList());
    }

    /** The columns that expressions look at. */
    static Set<Integer> of(List<Expr> expressions) {
        Set<Integer> columns = new TreeSet<>();
        expressions.forEach(expr -> columns.addAll(of(expr)));
        return columns;
    }

    /** The columns that an expression looks at. */
    static Set<Integer> of(Expr expr) {
        if (expr instanceof InputRef ref) {
            return Set.of(ref.index());
        }
        return expr instanceof Call call ? of(call.args()) : Set.of();
    }
}
