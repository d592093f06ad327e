package io.millrace.state;

import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunction.Nulls;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.aggregate.Fold;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How the values of one call are kept. */
final class CallLayout {
    /** How a call's values are kept. */
    enum Way {
        /** Rows go straight into the accumulator. */
        PLAIN,
        /** Values are counted in a bag; the accumulator gets each when it first comes and takes it back when it goes. */
        DISTINCT,
        /** Values are counted in a bag; results are worked out from it. */
        BAG,
        /** As BAG, of values that are numbers whose order plays no part. */
        NUMBERS
    }

    final AggregateCall call;
    final AggregateFunction function;
    final Set<Property> properties;
    final Way way;
    private final List<DataType> argumentTypes;
    /** Positions in the input of what a bag holds: the arguments, then the columns of the order. */
    private final List<Integer> columns;

    private final List<DataType> columnTypes;

    CallLayout(AggregateCall call, Schema input, boolean weighted) {
        this.call = call;
        this.function = call.function();
        this.argumentTypes = call.arguments().stream().map(input::type).toList();
        this.properties = function.properties(argumentTypes);
        this.columns = new ArrayList<>(call.arguments());
        if (!orderFree()) {
            call.order().forEach(key -> columns.add(key.column()));
        }
        this.columnTypes = columns.stream().map(input::type).toList();
        this.way = way(weighted);
    }

    private Way way(boolean weighted) {
        boolean gathers = properties.contains(Property.GATHERING);
        boolean takesBack = !weighted || properties.contains(Property.INVERTIBLE);
        boolean ordered = !orderFree() && !call.order().isEmpty();
        if (gathers || !takesBack || ordered) {
            return keepsNumbers() ? Way.NUMBERS : Way.BAG;
        }
        if (!countsOnce()) {
            return Way.PLAIN;
        }
        return orderFree() ? Way.DISTINCT : Way.BAG;
    }

    private boolean keepsNumbers() {
        if (!orderFree() || columnTypes.size() != 1 || function.nulls() == Nulls.KEPT) {
            return false;
        }
        DataType.Storage storage = columnTypes.get(0).storage();
        return storage == DataType.Storage.LONG || storage == DataType.Storage.DOUBLE;
    }

    /** Whether groups of some rows may be merged in any order, at a cost that is worth it. */
    boolean isMergeable() {
        return way == Way.NUMBERS || (way == Way.PLAIN && orderFree());
    }

    /** Whether the order of rows plays no part. */
    boolean orderFree() {
        return properties.contains(Property.ORDER_FREE);
    }

    /** Whether equal values count as one where they would not otherwise. */
    boolean countsOnce() {
        return call.distinct() && !properties.contains(Property.DUPLICATE_FREE);
    }

    /** Whether a bag holds every row by itself, so that each keeps its place in the order. */
    boolean bagsRows(boolean weighted) {
        return !orderFree() && !weighted && !call.distinct() && !properties.contains(Property.DUPLICATE_FREE);
    }

    List<Integer> columns() {
        return columns;
    }

    List<DataType> columnTypes() {
        return columnTypes;
    }

    int argumentCount() {
        return argumentTypes.size();
    }

    /** Positions among the arguments that make the call pass a row over when they are NULL. */
    List<Integer> required() {
        Nulls nulls = function.nulls();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < argumentTypes.size(); i++) {
            boolean last = i == argumentTypes.size() - 1;
            boolean asked = i == 0 && call.ignoreNulls();
            boolean skipped = switch (nulls) {
                case KEPT -> asked;
                case PASSED_OVER -> way != Way.PLAIN;
                case SKIPPED -> true;
                case LAST_SKIPPED -> last || asked;
            };
            if (skipped) {
                all.add(i);
            }
        }
        return all;
    }

    Accumulator accumulator() {
        return function.accumulator(call, argumentTypes);
    }

    Fold fold() {
        return function.fold(call, argumentTypes);
    }

    /** The columns of a bag besides keys and count. */
    List<Field> bagFields() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columnTypes.size(); i++) {
            fields.add(Field.of(columnTypes.size() == 1 ? "value" : "value" + i, columnTypes.get(i)));
        }
        if (!orderFree()) {
            fields.add(new Field("arrival", DataType.BIGINT, false));
        }
        return fields;
    }
}
