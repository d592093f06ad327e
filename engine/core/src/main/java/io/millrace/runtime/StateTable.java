package io.millrace.runtime;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate;
import io.millrace.plan.PlanNode;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.StateChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of an operator's state, as rows to be read.
 *
 * <p>Shape: of a window's panes, {@code pane_start} first; then the keys under the names that the query's rows have; then
 * what is kept of each aggregate, under the name of its result: one value, or several, numbered from 1. What other
 * operators keep has the names of its rows.
 *
 * @param operator id of the operator
 * @param name of the table within the operator
 */
public record StateTable(String operator, String name, ColumnBatch rows) {
    private static final Pattern KEY = Pattern.compile("k(\\d+)");
    private static final Pattern VALUE = Pattern.compile("a(\\d+)_(\\d+)");

    /** @param whole rows to be set, all of one operator */
    static List<StateTable> of(PlanNode node, String operator, List<StateChunk> whole) {
        Map<String, List<StateChunk>> byTable = new LinkedHashMap<>();
        for (StateChunk chunk : whole) {
            if (chunk.rows() != null && chunk.rows().rowCount() > 0) {
                byTable.computeIfAbsent(chunk.table(), table -> new ArrayList<>())
                        .add(chunk);
            }
        }
        List<StateTable> tables = new ArrayList<>();
        byTable.forEach((table, chunks) -> tables.add(new StateTable(operator, table, rows(node, chunks))));
        return tables;
    }

    private static ColumnBatch rows(PlanNode node, List<StateChunk> chunks) {
        List<ColumnBatch> parts = new ArrayList<>();
        for (StateChunk chunk : chunks) {
            ColumnBatch named = chunk.rows().withSchema(named(node, chunk.rows().schema()));
            parts.add(node instanceof WindowAggregate window ? withPane(window, chunk.segment(), named) : named);
        }
        return Columns.concat(parts.get(0).schema(), parts);
    }

    private static ColumnBatch withPane(WindowAggregate node, long pane, ColumnBatch rows) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("pane_start", node.input().schema().type(node.timeColumn())));
        fields.addAll(rows.schema().fields());
        long[] starts = new long[rows.rowCount()];
        Arrays.fill(starts, node.window().paneStart(pane));
        Column[] columns = new Column[fields.size()];
        columns[0] = LongColumn.of(starts);
        for (int i = 1; i < columns.length; i++) {
            columns[i] = rows.column(i - 1);
        }
        return ColumnBatch.of(new Schema(fields), rows.rowCount(), columns);
    }

    private static Schema named(PlanNode node, Schema stored) {
        List<Integer> keys = List.of();
        List<AggregateCall> calls = List.of();
        if (node instanceof WindowAggregate window) {
            keys = window.keys();
            calls = window.calls();
        } else if (node instanceof Aggregate aggregate) {
            keys = aggregate.keys();
            calls = aggregate.calls();
        } else if (node instanceof SessionAggregate sessions) {
            keys = sessions.keys();
            calls = sessions.calls();
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : stored.fields()) {
            fields.add(new Field(name(field.name(), node, keys, calls, stored), field.type(), true));
        }
        return new Schema(fields);
    }

    private static String name(
            String stored, PlanNode node, List<Integer> keys, List<AggregateCall> calls, Schema all) {
        Matcher key = KEY.matcher(stored);
        if (key.matches() && Integer.parseInt(key.group(1)) < keys.size()) {
            int column = keys.get(Integer.parseInt(key.group(1)));
            return node.inputs().get(0).schema().field(column).name();
        }
        Matcher value = VALUE.matcher(stored);
        if (value.matches() && Integer.parseInt(value.group(1)) < calls.size()) {
            String result = calls.get(Integer.parseInt(value.group(1))).name();
            boolean several = all.names().contains("a" + value.group(1) + "_1");
            return several ? result + "_" + (Integer.parseInt(value.group(2)) + 1) : result;
        }
        return stored;
    }
}
