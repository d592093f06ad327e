package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Aggregate.Close;
import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * GROUP BY and DISTINCT. A group by a pending window is {@link WindowAggregation}'s; all else becomes an {@link
 * io.millrace.plan.Aggregate}, closed by a time among its keys where there is one.
 */
final class AggregateConverter {
    private final Conversion conversion;

    AggregateConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(Relation input, org.apache.calcite.rel.core.Aggregate rel) {
        if (GroupingSetsConverter.isNeeded(rel)) {
            return new GroupingSetsConverter(conversion, rel).convert(input);
        }
        return grouped(
                input,
                rel.getGroupSet().asList().stream().map(input.fields()::get).toList(),
                rel);
    }

    /** Groups by these columns; the result has them and then the calls as its fields. */
    Relation grouped(Relation input, List<Integer> groupBy, org.apache.calcite.rel.core.Aggregate rel) {
        if (WindowAggregation.takes(input, groupBy, rel)) {
            return new WindowAggregation(conversion).convert(input, groupBy, rel);
        }
        Relation from = input.withPartition(groupBy).materialized();
        List<Integer> keys = groupBy.stream().distinct().toList();
        List<AggregateCall> calls = AggregateCalls.of(from, rel);
        List<Integer> fields = new ArrayList<>();
        groupBy.forEach(column -> fields.add(keys.indexOf(column)));
        fields.addAll(Columns.range(keys.size(), keys.size() + calls.size()));
        return aggregate(from, keys, calls, fields);
    }

    /** The aggregate with the output {@code keys, calls}; {@code fields} says where its fields are in that. */
    Relation aggregate(Relation from, List<Integer> keys, List<AggregateCall> calls, List<Integer> fields) {
        Close close = conversion.emission == Emission.COMPLETE ? null : close(from, keys);
        boolean firstSeen = calls.isEmpty() && !keys.isEmpty() && from.insertOnly();
        Emit emit = emit(from, keys, calls, close, firstSeen);
        Schema schema = schema(from, keys, calls);
        PlanNode node = new Aggregate(from.node(), keys, calls, emit, close, schema);
        boolean insertOnly = emit == Emit.WHEN_FINAL || firstSeen;
        Map<Integer, TimeColumn> times = times(from, keys, emit, close);
        return new Relation(node, null, fields, times, List.of(keySet(keys.size())), insertOnly, from.sources());
    }

    private Emit emit(Relation from, List<Integer> keys, List<AggregateCall> calls, Close close, boolean firstSeen) {
        if (conversion.emission == Emission.BATCH) {
            return Emit.WHEN_FINAL;
        }
        if (conversion.emission == Emission.FINAL && !firstSeen) {
            boolean ends = from.sources().bounded();
            if (!ends && (close == null || !from.sources().closes())) {
                throw Refusal.ofMode(Clause.GROUP_BY, Refusals.neverFinal(from, keys, calls, close != null));
            }
            return Emit.WHEN_FINAL;
        }
        return Emit.CHANGES;
    }

    /** The key by which groups become final: the one that does so with the least delay behind its value. */
    private Close close(Relation from, List<Integer> keys) {
        Close best = null;
        for (int i = 0; i < keys.size(); i++) {
            TimeColumn time = from.times().get(keys.get(i));
            OptionalLong offset = time == null ? OptionalLong.empty() : time.close();
            if (offset.isPresent() && (best == null || offset.getAsLong() < best.offsetMicros())) {
                best = new Close(i, offset.getAsLong());
            }
        }
        return best == null ? closeByClock(from, keys) : best;
    }

    private Close closeByClock(Relation from, List<Integer> keys) {
        for (int i = 0; i < keys.size(); i++) {
            OptionalLong offset = conversion.closeOf(from.times().get(keys.get(i)));
            if (offset.isPresent()) {
                return new Close(i, offset.getAsLong());
            }
        }
        return null;
    }

    /**
     * Times among the keys. A group that waits until it is final comes out when its closing key is past; another time of it
     * may have been past long before, unless it moves along with the closing key.
     */
    private static Map<Integer, TimeColumn> times(Relation from, List<Integer> keys, Emit emit, Close close) {
        Map<Integer, TimeColumn> times = new HashMap<>();
        TimeColumn closing = close == null ? null : from.times().get(keys.get(close.key()));
        for (int i = 0; i < keys.size(); i++) {
            TimeColumn time = from.times().get(keys.get(i));
            if (time != null) {
                boolean along = emit == Emit.CHANGES || closing != null && closing.family() == time.family();
                times.put(i, along ? time : time.neverClosed());
            }
        }
        return times;
    }

    static Schema schema(Relation from, List<Integer> keys, List<AggregateCall> calls) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(from.columns().field(key)));
        calls.forEach(call -> fields.add(new Field(call.name(), call.type(), call.nullable())));
        return new Schema(fields);
    }

    static Set<Integer> keySet(int size) {
        return new HashSet<>(Columns.range(0, size));
    }
}
