package io.millrace.connector;

import java.util.Collection;
import java.util.List;

/**
 * Which rows a query goes on with: those that meet all conditions. A source may leave others out, but need not.
 *
 * @param timeColumn position of the column whose highest value must be known of rows left out as well, since the watermark
 *     follows it; -1 when there is none
 */
public record RowsWanted(List<RowCondition> conditions, int timeColumn) {
    public static final RowsWanted ALL = new RowsWanted(List.of(), -1);

    public RowsWanted {
        conditions = List.copyOf(conditions);
    }

    /**
     * The conditions by which parts of a table may be left out that nobody looks into: none where the highest time of all rows
     * must be known.
     *
     * @param columns positions of those in which all rows of a part agree
     */
    public List<RowCondition> ofParts(Collection<Integer> columns) {
        return timeColumn >= 0 ? List.of() : on(columns);
    }

    /** The conditions on some columns. */
    public List<RowCondition> on(Collection<Integer> columns) {
        return conditions.stream()
                .filter(condition -> columns.contains(condition.column()))
                .toList();
    }
}
