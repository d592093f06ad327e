package io.millrace.connector;

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
}
