package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.plan.Filter;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.MapRows;
import io.millrace.plan.PlanNode;
import io.millrace.process.RowFunction;
import io.millrace.process.TimeMode;
import io.millrace.sql.catalog.ProgramStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions of a program: over rows, by key, and by key with state. */
final class ProgramConverter {
    private static final Field KEPT = new Field("$kept", DataType.BOOLEAN, false);

    private final Conversion conversion;

    ProgramConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(ProgramRel rel) {
        List<Relation> inputs = conversion.convert(rel.getInputs()).stream()
                .map(Relation::materialized)
                .toList();
        Schema schema = rel.program().schema();
        Relation first = inputs.get(0);
        ProgramStep step = rel.program().step();
        if (step instanceof ProgramStep.Map map) {
            return map(first, map, schema);
        } else if (step instanceof ProgramStep.Filter filter) {
            return filter(first, filter);
        } else if (step instanceof ProgramStep.Reduce reduce) {
            return reduce(first, reduce, schema);
        }
        return process(inputs, (ProgramStep.Process) step, schema);
    }

    private RowFunction named(RowFunction function) {
        return function.named(conversion.newFunction(function.name()));
    }

    private Relation map(Relation input, ProgramStep.Map map, Schema schema) {
        if (!map.perRow()) {
            requireInsertOnly(input, map.function().name());
        }
        List<Integer> arguments = columns(input, map.arguments());
        if (!map.keepsInput()) {
            PlanNode node = new MapRows(input.node(), named(map.function()), arguments, false, schema);
            return made(node, List.of(input), input.insertOnly());
        }
        int width = input.fields().size();
        List<Field> made = schema.fields().subList(width, schema.size());
        PlanNode node = new MapRows(input.node(), named(map.function()), arguments, true, with(input, made));
        List<Integer> fields = new ArrayList<>(input.fields());
        fields.addAll(Columns.range(input.nodeWidth(), input.nodeWidth() + made.size()));
        return input.withNode(node).withFields(fields);
    }

    private static Schema with(Relation input, List<Field> made) {
        List<Field> fields = new ArrayList<>(input.node().schema().fields());
        fields.addAll(made);
        return new Schema(fields);
    }

    private Relation filter(Relation input, ProgramStep.Filter filter) {
        PlanNode asked = new MapRows(
                input.node(),
                named(filter.function()),
                columns(input, filter.arguments()),
                true,
                with(input, List.of(KEPT)));
        return input.withNode(new Filter(asked, Expr.column(input.nodeWidth(), KEPT.type(), KEPT.nullable())));
    }

    private Relation reduce(Relation input, ProgramStep.Reduce reduce, Schema schema) {
        Field result = schema.field(schema.size() - 1);
        AggregateCall call = new AggregateCall(
                reduce.function(),
                columns(input, reduce.arguments()),
                false,
                -1,
                result.name(),
                result.type(),
                result.nullable(),
                List.of(),
                List.of(),
                false);
        List<Integer> keys = columns(input, reduce.keys());
        return new AggregateConverter(conversion)
                .aggregate(input, keys, List.of(call), Columns.range(0, keys.size() + 1));
    }

    private Relation process(List<Relation> inputs, ProgramStep.Process process, Schema schema) {
        boolean batch = conversion.emission == Emission.BATCH;
        if (!process.streams() && !batch) {
            throw Refusal.unsupported(
                    Clause.SELECT,
                    process.method() + " sees all rows of a key at once, and rows of a stream keep coming; use"
                            + " flatMapGroupsWithState or transformWithState, or call it on the batches that foreachBatch"
                            + " gives");
        }
        Sources sources = inputs.stream().map(Relation::sources).reduce(Sources.NONE, Sources::and);
        if (process.time() == TimeMode.EVENT_TIME && !batch && !sources.watermarked()) {
            throw Refusal.invalid(
                    Clause.SELECT,
                    process.method() + " with timers in event time needs to know what time it is: call withWatermark on"
                            + " the frame before");
        }
        if (process.eventTime() != null && !batch && !sources.watermarked()) {
            throw Refusal.invalid(
                    Clause.SELECT,
                    "the event time \""
                            + schema.field(process.eventTime().column()).name() + "\" of what " + process.method()
                            + " gives goes by the watermark of its input, which has none: call withWatermark on the frame"
                            + " before, too");
        }
        List<KeyedProcess.Side> sides = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Relation input = inputs.get(i);
            requireInsertOnly(input, process.function().name());
            KeyedProcess.Side side = process.sides().get(i);
            sides.add(new KeyedProcess.Side(columns(input, side.keys()), columns(input, side.arguments())));
        }
        PlanNode node = new KeyedProcess(
                inputs.stream().map(Relation::node).toList(),
                sides,
                process.function()
                        .named(conversion.newFunction(process.function().name())),
                process.state(),
                process.time(),
                batch,
                schema);
        return withEventTime(made(node, inputs, true), process.eventTime(), inputs);
    }

    /**
     * A result comes in the micro-batch that brings its rows or its timer: its time is passed when those of the input are,
     * and later by the delay.
     */
    private Relation withEventTime(Relation made, ProgramStep.EventTime eventTime, List<Relation> inputs) {
        if (eventTime == null) {
            return made;
        }
        long close = inputs.stream()
                .flatMap(input -> input.times().values().stream())
                .flatMapToLong(time -> time.close().stream())
                .max()
                .orElse(1);
        TimeColumn time =
                TimeColumn.of(conversion.newFamily(), 0, Math.addExact(Math.max(1, close), eventTime.delayMicros()));
        return made.withTimes(Map.of(eventTime.column(), time));
    }

    /** Rows that have nothing in common with those they were made of. */
    private static Relation made(PlanNode node, List<Relation> inputs, boolean insertOnly) {
        Sources sources = inputs.stream().map(Relation::sources).reduce(Sources.NONE, Sources::and);
        return new Relation(
                node, null, Columns.range(0, node.schema().size()), Map.of(), List.of(), insertOnly, sources);
    }

    private static void requireInsertOnly(Relation input, String function) {
        if (!input.insertOnly()) {
            throw Refusal.ofMode(
                    Clause.SELECT,
                    "function \"" + function + "\" cannot take rows back, and the rows below it change; have it take"
                            + " rows that are final: group by a window, or call it below the aggregation");
        }
    }

    private static List<Integer> columns(Relation input, List<Integer> positions) {
        return positions.stream().map(input.fields()::get).toList();
    }
}
