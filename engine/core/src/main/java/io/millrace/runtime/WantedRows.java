package io.millrace.runtime;

import io.millrace.columnar.DataType;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowCondition.Comparison;
import io.millrace.connector.RowsWanted;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.Filter;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what a plan's filters right above its scans say of the rows, for the sources. The filters stay where they are, so
 * that a source is free to take no notice.
 */
public final class WantedRows {
    private final boolean batch;
    private final Map<String, RowsWanted> wanted = new HashMap<>();

    private WantedRows(boolean batch) {
        this.batch = batch;
    }

    /** By source. Of a batch no time must be known: it has no watermark before its end. */
    public static Map<String, RowsWanted> of(PlanNode root, boolean batch) {
        WantedRows rows = new WantedRows(batch);
        rows.collect(root);
        return rows.wanted;
    }

    private void collect(PlanNode node) {
        if (node instanceof Filter filter) {
            PlanNode below = filter.input();
            int timeColumn = -1;
            if (below instanceof AssignWatermark watermark) {
                if (looksAtEveryRow(watermark)) {
                    return;
                }
                timeColumn = batch || watermark.processingTime() ? -1 : watermark.column();
                below = watermark.input();
            }
            if (below instanceof Scan scan) {
                List<RowCondition> conditions = new ArrayList<>();
                addConjuncts(filter.predicate(), conditions);
                wanted.put(scan.source(), new RowsWanted(conditions, timeColumn));
            }
        }
        node.inputs().forEach(this::collect);
    }

    /** Rows that are late or have no time are then counted, or refused, before the filter. */
    private static boolean looksAtEveryRow(AssignWatermark watermark) {
        return watermark.dropLate() || watermark.nullTime().equals("fail");
    }

    private static void addConjuncts(Expr predicate, List<RowCondition> out) {
        if (!(predicate instanceof Call call)) {
            return;
        }
        if (call.function().equals("AND")) {
            call.args().forEach(arg -> addConjuncts(arg, out));
            return;
        }
        if (call.function().equals("OR")) {
            addRange(call.args(), out);
            return;
        }
        Comparison comparison = comparison(call.function());
        if (comparison == null || call.args().size() != 2) {
            return;
        }
        Expr left = call.args().get(0);
        Expr right = call.args().get(1);
        if (left instanceof InputRef column && right instanceof Literal value) {
            add(column, comparison, value, out);
        } else if (left instanceof Literal value && right instanceof InputRef column) {
            add(column, comparison.mirrored(), value, out);
        }
    }

    /** Of {@code column = a OR column = b}, which IN is, the least and the greatest. */
    private static void addRange(List<Expr> alternatives, List<RowCondition> out) {
        RowCondition least = null;
        RowCondition greatest = null;
        for (Expr alternative : alternatives) {
            List<RowCondition> one = new ArrayList<>();
            addConjuncts(alternative, one);
            boolean equal = one.size() == 1 && one.get(0).comparison() == Comparison.EQUAL;
            if (!equal || (least != null && one.get(0).column() != least.column())) {
                return;
            }
            RowCondition from = one.get(0).with(Comparison.GREATER_OR_EQUAL);
            RowCondition to = one.get(0).with(Comparison.LESS_OR_EQUAL);
            least = least == null || !least.holds(from.value()) ? from : least;
            greatest = greatest == null || !greatest.holds(to.value()) ? to : greatest;
        }
        out.add(least);
        out.add(greatest);
    }

    private static void add(InputRef column, Comparison comparison, Literal value, List<RowCondition> out) {
        DataType type = column.type();
        DataType valueType = value.type();
        boolean sameKind = type.kind() == valueType.kind() || (type.isInteger() && valueType.isInteger());
        boolean longs = type.storage() == DataType.Storage.LONG && value.value() instanceof Long;
        boolean texts = type.kind() == DataType.Kind.VARCHAR && valueType.isString() && value.value() instanceof String;
        if (texts || (longs && sameKind)) {
            out.add(new RowCondition(column.index(), comparison, value.value()));
        }
    }

    private static Comparison comparison(String function) {
        return switch (function) {
            case "=" -> Comparison.EQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.LESS_OR_EQUAL;
            case ">" -> Comparison.GREATER;
            case ">=" -> Comparison.GREATER_OR_EQUAL;
            default -> null;
        };
    }
}
