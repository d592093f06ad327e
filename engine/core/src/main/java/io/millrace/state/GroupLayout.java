package io.millrace.state;

import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.Accumulators;
import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * How the groups of one operator are kept: made once, shared by all its {@link GroupStore}s.
 *
 * @param keyColumns positions of the keys in the input
 * @param weighted whether input rows may be taken back
 */
record GroupLayout(Schema input, List<Integer> keyColumns, List<AggregateCall> calls, boolean weighted) {
    /** How a call's values are kept. */
    enum Way {
        /** Rows go straight into the accumulator. */
        PLAIN,
        /** Values are counted in a bag; the accumulator gets each when it first comes and takes it back when it goes. */
        DISTINCT,
        /** Values are counted in a bag; results are worked out from it, since the accumulator cannot take rows back. */
        BAG
    }

    List<DataType> keyTypes() {
        return keyColumns.stream().map(input::type).toList();
    }

    DataType argumentType(AggregateCall call) {
        return call.arguments().isEmpty() ? null : input.type(call.arguments().get(0));
    }

    Accumulator accumulator(AggregateCall call) {
        return Accumulators.of(call, argumentType(call));
    }

    /** Accumulators of the calls, null where a bag stands in for one. SUM and AVG of the same rows share their state. */
    Accumulator[] accumulators() {
        Accumulator[] all = new Accumulator[calls.size()];
        for (int i = 0; i < all.length; i++) {
            AggregateCall call = calls.get(i);
            Way way = way(call);
            if (way == Way.PLAIN) {
                all[i] = sharing(all, i);
            }
            if (way != Way.BAG && all[i] == null) {
                all[i] = accumulator(call);
            }
        }
        return all;
    }

    private Accumulator sharing(Accumulator[] all, int position) {
        AggregateCall call = calls.get(position);
        for (int i = 0; i < position; i++) {
            AggregateCall other = calls.get(i);
            boolean sameRows = other.arguments().equals(call.arguments()) && other.filter() == call.filter();
            if (sameRows && way(other) == Way.PLAIN) {
                Accumulator shared = Accumulators.sharing(all[i], call);
                if (shared != null) {
                    return shared;
                }
            }
        }
        return null;
    }

    Way way(AggregateCall call) {
        boolean invertible = accumulator(call).invertible();
        if (weighted && !invertible) {
            return Way.BAG;
        }
        return call.distinct() && !Accumulators.ignoresDuplicates(call) ? Way.DISTINCT : Way.PLAIN;
    }

    /** Whether a DISTINCT counts in a bag whose result is worked out from single values. */
    boolean distinctInBag(AggregateCall call) {
        return call.distinct() && way(call) == Way.BAG;
    }

    /** Key columns {@code k0, k1 ...}. */
    Schema keySchema() {
        return new Schema(keyFields());
    }

    /** Keys, then {@code rows} where weighted, then the state columns of the accumulators. */
    Schema groupSchema() {
        List<Field> fields = keyFields();
        if (weighted) {
            fields.add(new Field("rows", DataType.BIGINT, false));
        }
        Accumulator[] accumulators = accumulators();
        for (int i = 0; i < accumulators.length; i++) {
            if (accumulators[i] != null) {
                List<DataType> types = accumulators[i].stateTypes();
                for (int j = 0; j < types.size(); j++) {
                    fields.add(Field.of("a" + i + "_" + j, types.get(j)));
                }
            }
        }
        return new Schema(fields);
    }

    /** Keys, then {@code value}; then {@code count} where asked for. */
    Schema bagSchema(AggregateCall call, boolean withCount) {
        List<Field> fields = keyFields();
        fields.add(Field.of("value", argumentType(call)));
        if (withCount) {
            fields.add(new Field("count", DataType.BIGINT, false));
        }
        return new Schema(fields);
    }

    private List<Field> keyFields() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < keyColumns.size(); i++) {
            fields.add(Field.of("k" + i, input.type(keyColumns.get(i))));
        }
        return fields;
    }
}
