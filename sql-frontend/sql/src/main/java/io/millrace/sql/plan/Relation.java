package io.millrace.sql.plan;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.AssignWindows;
import io.millrace.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part of a query on its way to a plan: the plan node so far, where the columns of the relational expression are in it,
 * and what is known of them.
 *
 * <p>A window that was asked for but not yet needed is <i>pending</i>: the rows are still one for each input row, and
 * {@code window_start, window_end, window_time} are thought of as standing right behind the node's columns. An aggregation by
 * it takes it in and folds rows into panes; whatever else needs it calls {@link #materialized}, which puts the
 * {@link AssignWindows} there, so that positions stay what they are. That filters, projections and UNNEST pass below a
 * pending window is what makes both spellings of a window the same plan.
 *
 * @param window the pending window, or null
 * @param fields for each field of the relational expression its column: in the node, or behind it one of the window's three
 * @param times what is known of columns with times, by column
 * @param keys sets of columns, each of which identifies a row
 * @param insertOnly whether rows are never taken back
 * @param sources the tables it is made from
 */
record Relation(
        PlanNode node,
        PendingWindow window,
        List<Integer> fields,
        Map<Integer, TimeColumn> times,
        List<Set<Integer>> keys,
        boolean insertOnly,
        Sources sources) {

    static final List<String> WINDOW_COLUMNS = List.of("window_start", "window_end", "window_time");

    Relation {
        fields = List.copyOf(fields);
        times = Map.copyOf(times);
        keys = keys.stream().map(Set::copyOf).distinct().toList();
    }

    int nodeWidth() {
        return node.schema().size();
    }

    /** Whether the column belongs to the pending window. */
    boolean isPending(int column) {
        return column >= nodeWidth();
    }

    /** Columns of the node and of the pending window. */
    Schema columns() {
        if (window == null) {
            return node.schema();
        }
        List<Field> all = new ArrayList<>(node.schema().fields());
        Field time = node.schema().field(window.timeColumn());
        for (String name : WINDOW_COLUMNS) {
            all.add(new Field(name, time.type(), false));
        }
        return new Schema(all);
    }

    /** The same with no window pending. */
    Relation materialized() {
        if (window == null) {
            return this;
        }
        return window.isSession() ? withSessions() : withWindows();
    }

    private Relation withWindows() {
        PlanNode assigned = new AssignWindows(node, window.timeColumn(), window.panes(), columns());
        List<Set<Integer>> windowed = new ArrayList<>();
        for (Set<Integer> key : keys) {
            for (Set<Integer> bounds : window.identifying()) {
                windowed.add(Columns.union(key, Columns.shifted(bounds, nodeWidth())));
            }
        }
        return new Relation(assigned, null, fields, times, windowed, insertOnly, sources);
    }

    /** Rows come out with their session, whenever that is final or changes: of their own times none is past then. */
    private Relation withSessions() {
        PendingWindow.Session session = window.session();
        if (session.partition() == null) {
            throw Refusal.invalid(
                    Clause.GROUP_BY,
                    "SESSION_START and SESSION_END stand for the SESSION in GROUP BY, and need exactly the same"
                            + " arguments there");
        }
        PlanNode assigned = new AssignSessions(
                node,
                window.timeColumn(),
                session.gap(),
                session.partition(),
                session.emit(),
                session.closeMicros(),
                columns());
        Map<Integer, TimeColumn> known = new HashMap<>();
        times.forEach((column, time) -> known.put(column, isPending(column) ? time : time.neverClosed()));
        boolean whenFinal = session.emit() == Aggregate.Emit.WHEN_FINAL;
        return new Relation(assigned, null, fields, known, keys, whenFinal, sources);
    }

    /** The same with sessions, if any are pending and do not yet know, parted by those of these columns that are the node's. */
    Relation withPartition(List<Integer> columns) {
        if (window == null || !window.isSession() || window.isFixed()) {
            return this;
        }
        List<Integer> partition =
                columns.stream().filter(column -> !isPending(column)).distinct().toList();
        return new Relation(node, window.partedBy(partition), fields, times, keys, insertOnly, sources);
    }

    Relation withFields(List<Integer> newFields) {
        return new Relation(node, window, newFields, times, keys, insertOnly, sources);
    }

    /** The same rows, which a set of columns is now known to identify. */
    Relation withKey(Set<Integer> key) {
        List<Set<Integer>> all = new ArrayList<>(keys);
        all.add(key);
        return new Relation(node, window, fields, times, all, insertOnly, sources);
    }

    Relation withTimes(Map<Integer, TimeColumn> newTimes) {
        return new Relation(node, window, fields, newTimes, keys, insertOnly, sources);
    }

    /** The same columns out of another node, which gives no row that this one does not. */
    Relation withNode(PlanNode newNode) {
        return new Relation(newNode, window, fields, times, keys, insertOnly, sources);
    }
}
