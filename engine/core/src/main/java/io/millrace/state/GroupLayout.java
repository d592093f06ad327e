package io.millrace.state;

import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.LongSummary;
import io.millrace.aggregate.SharedAccumulator;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How the groups of one operator are kept: made once, shared by all its {@link GroupStore}s. */
final class GroupLayout {
    private final Schema input;
    private final List<Integer> keyColumns;
    private final List<CallLayout> calls;
    private final boolean weighted;
    private final List<DataType> keyTypes;
    /** Made when it is first asked for. */
    private Schema groupSchema;

    private int[] scratch = new int[0];

    private final Arrivals arrivals = new Arrivals();

    /**
     * @param keyColumns positions of the keys in the input
     * @param weighted whether input rows may be taken back
     */
    GroupLayout(Schema input, List<Integer> keyColumns, List<AggregateCall> calls, boolean weighted) {
        this.input = input;
        this.keyColumns = List.copyOf(keyColumns);
        this.weighted = weighted;
        this.keyTypes = this.keyColumns.stream().map(input::type).toList();
        this.calls = calls.stream()
                .map(call -> new CallLayout(call, input, weighted))
                .toList();
    }

    Schema input() {
        return input;
    }

    List<Integer> keyColumns() {
        return keyColumns;
    }

    List<CallLayout> calls() {
        return calls;
    }

    boolean weighted() {
        return weighted;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** An array of at least this many slots, for what does not outlast a call. Not for several threads. */
    int[] slots(int count) {
        if (scratch.length < count) {
            scratch = new int[Math.max(count, scratch.length + (scratch.length >> 1))];
        }
        return scratch;
    }

    List<DataType> keyTypes() {
        return keyTypes;
    }

    /** The calls' shares of a new store. */
    CallGroups[] newGroups() {
        Accumulator[] accumulators = accumulators();
        CallGroups[] groups = new CallGroups[calls.size()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new CallGroups(calls.get(i), this, accumulators[i]);
        }
        return groups;
    }

    /** Accumulators of the calls, null where a bag stands in for one. Calls over the same rows share what they can. */
    private Accumulator[] accumulators() {
        Accumulator[] all = new Accumulator[calls.size()];
        for (int i = 0; i < all.length && !weighted; i++) {
            summarise(all, i);
        }
        for (int i = 0; i < all.length; i++) {
            CallLayout.Way way = calls.get(i).way;
            if (way == CallLayout.Way.PLAIN && all[i] == null) {
                all[i] = sharing(all, i);
            }
            if (way != CallLayout.Way.BAG && way != CallLayout.Way.NUMBERS && all[i] == null) {
                all[i] = calls.get(i).accumulator();
            }
        }
        return all;
    }

    /** Feeds the calls that are about the same longs as this one by one summary, if there are several. */
    private void summarise(Accumulator[] all, int owner) {
        AggregateCall call = calls.get(owner).call;
        if (call.arguments().isEmpty()) {
            return;
        }
        int[] members = IntStream.range(0, all.length)
                .filter(i -> all[i] == null && canSummarise(calls.get(i), call))
                .toArray();
        boolean ofUse = IntStream.of(members)
                        .map(i -> LongSummary.part(calls.get(i).call))
                        .distinct()
                        .count()
                > 1;
        if (!ofUse || Arrays.stream(members).noneMatch(i -> i == owner)) {
            return;
        }
        LongSummary summary = new LongSummary(
                call, IntStream.of(members).mapToObj(i -> calls.get(i).call).toList());
        for (int i : members) {
            all[i] = i == owner ? summary : SharedAccumulator.of(summary, calls.get(i).call);
        }
    }

    private boolean canSummarise(CallLayout candidate, AggregateCall with) {
        AggregateCall call = candidate.call;
        boolean sameRows = call.arguments().isEmpty() || call.arguments().equals(with.arguments());
        return candidate.way == CallLayout.Way.PLAIN
                && sameRows
                && call.filter() == with.filter()
                && LongSummary.serves(
                        call,
                        call.arguments().isEmpty()
                                ? null
                                : input.type(call.arguments().get(0)));
    }

    private Accumulator sharing(Accumulator[] all, int position) {
        AggregateCall call = calls.get(position).call;
        for (int i = 0; i < position; i++) {
            AggregateCall other = calls.get(i).call;
            boolean sameRows = other.arguments().equals(call.arguments()) && other.filter() == call.filter();
            if (sameRows && calls.get(i).way == CallLayout.Way.PLAIN) {
                Accumulator shared = SharedAccumulator.of(all[i], call);
                if (shared != null) {
                    return shared;
                }
            }
        }
        return null;
    }

    /** Key columns {@code k0, k1 ...}. */
    Schema keySchema() {
        return new Schema(keyFields());
    }

    /** Keys, then {@code rows} where weighted, then the state columns of the accumulators. */
    Schema groupSchema() {
        if (groupSchema == null) {
            groupSchema = makeGroupSchema();
        }
        return groupSchema;
    }

    private Schema makeGroupSchema() {
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

    /** Keys, then what the bag of a call holds; then {@code count} where asked for. */
    Schema bagSchema(CallLayout call, boolean withCount) {
        List<Field> fields = keyFields();
        fields.addAll(call.bagFields());
        if (withCount) {
            fields.add(new Field("count", DataType.BIGINT, false));
        }
        return new Schema(fields);
    }

    /** Keys, then numbers as {@link NumberPacking} packs them. */
    Schema numbersSchema() {
        List<Field> fields = keyFields();
        fields.add(new Field("numbers", DataType.VARBINARY, false));
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
