package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunction.Ordering;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.error.MillraceException;
import io.millrace.expr.Literal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The laws of every aggregate over every type that it takes: it gives what the oracle gives; merging parts gives what
 * adding the whole gives; a row that is taken back leaves no trace; what is saved comes back.
 */
class AggregateContractTest {
    private static final List<DataType> TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INTEGER,
            DataType.BIGINT,
            DataType.DOUBLE,
            DataType.decimal(12, 2),
            DataType.VARCHAR,
            DataType.TIMESTAMP,
            DataType.array(DataType.BIGINT, false));
    private static final int ROWS = 120;
    private static final int GROUPS = 5;

    /** A call of a function over columns of these types. */
    record Case(AggregateFunction function, List<DataType> types, boolean distinct, boolean filtered) {
        Schema input() {
            List<Field> fields = new ArrayList<>(List.of(Field.of("k", DataType.BIGINT)));
            for (int i = 0; i < types.size(); i++) {
                fields.add(Field.of("x" + i, types.get(i)));
            }
            fields.add(Field.of("f", DataType.BOOLEAN));
            return new Schema(fields);
        }

        DataType result() {
            List<DataType> all = new ArrayList<>(types);
            parameters(function).forEach(parameter -> all.add(parameter.type()));
            return function.resultType(all);
        }

        AggregateCall call() {
            List<Integer> arguments = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                arguments.add(1 + i);
            }
            List<AggregateCall.Order> order = function.ordering() == Ordering.ARGUMENT
                    ? List.of(new AggregateCall.Order(1, false, true))
                    : List.of();
            return new AggregateCall(
                    function,
                    arguments,
                    distinct,
                    filtered ? 1 + types.size() : -1,
                    "r",
                    result(),
                    true,
                    parameters(function),
                    order,
                    false);
        }

        boolean has(Property property) {
            return function.properties(types).contains(property);
        }

        @Override
        public String toString() {
            return function.name() + types + (distinct ? " DISTINCT" : "") + (filtered ? " FILTER" : "");
        }
    }

    private static List<Literal> parameters(AggregateFunction function) {
        if (function.parametersFrom() > function.argumentsMax()) {
            return List.of();
        }
        return function.name().equals("LISTAGG")
                ? List.of(new Literal("-", DataType.VARCHAR))
                : List.of(new Literal(new BigDecimal("0.3"), DataType.decimal(2, 1)));
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (AggregateFunction function : new AggregateFunctions().all()) {
            int width =
                    Math.max(1, function.argumentsMin() - parameters(function).size());
            if (function.name().equals("COUNT")) {
                width = 2;
            }
            for (DataType type : TYPES) {
                List<DataType> types = width == 1 ? List.of(type) : List.of(type, DataType.INTEGER);
                if (takes(function, types)) {
                    cases.add(new Case(function, types, false, false));
                    cases.add(new Case(function, types, true, true));
                }
            }
        }
        return cases;
    }

    private static boolean takes(AggregateFunction function, List<DataType> types) {
        try {
            return new Case(function, types, false, false).result() != null;
        } catch (MillraceException e) {
            return false;
        }
    }

    @Test
    void everyAggregateHasAnOracleAndTakesSomeType() {
        for (AggregateFunction function : new AggregateFunctions().all()) {
            assertThat(AggregateOracle.knows(function.name()))
                    .as(function.name())
                    .isTrue();
            assertThat(cases()).as(function.name()).anyMatch(each -> each.function() == function);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesWhatTheOracleGives(Case each) {
        List<List<Object>> rows = rows(each, 1);
        SegmentedGroups groups = groups(each, false);
        for (int from = 0; from < ROWS; from += 40) {
            add(groups, each, rows.subList(from, from + 40), null);
        }
        assertSame(each, oracle(each, rows), results(groups.open(0)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mergingPartsGivesTheWhole(Case each) {
        List<List<Object>> rows = rows(each, 2);
        SegmentedGroups groups = groups(each, false);
        for (int part = 0; part < 4; part++) {
            GroupStore store = groups.open(part);
            addTo(store, each, rows.subList(30 * part, 30 * part + 30), null);
        }
        GroupStore merged = groups.newStore();
        GroupStore right = groups.newStore();
        right.merge(groups.open(2));
        right.merge(groups.open(3));
        if (!each.has(Property.EXACT_MERGE)) {
            merged.merge(groups.open(0));
            merged.merge(groups.open(1));
            merged.merge(right);
        } else {
            // any order will do
            merged.merge(right);
            merged.merge(groups.open(1));
            merged.merge(groups.open(0));
        }
        assertSame(each, oracle(each, rows), results(merged));
        if (each.has(Property.EXACT_MERGE)) {
            SegmentedGroups whole = groups(each, false);
            add(whole, each, rows, null);
            assertThat(results(merged)).isEqualTo(results(whole.open(0)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsThatAreTakenBackLeaveNoTrace(Case each) {
        List<List<Object>> rows = rows(each, 3);
        SegmentedGroups untouched = groups(each, true);
        add(untouched, each, rows, null);
        SegmentedGroups groups = groups(each, true);
        // after the rows that stay, so that those keep their places
        List<List<Object>> gone = rows(each, 4);
        add(groups, each, rows, null);
        add(groups, each, gone, null);
        add(groups, each, gone, -1L);
        assertSame(each, results(untouched.open(0)), results(groups.open(0)));
        if (each.has(Property.ORDER_FREE)) {
            assertSame(each, oracle(each, rows), results(groups.open(0)));
        }
        List<List<Object>> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(5));
        add(groups, each, shuffled, -1L);
        assertThat(groups.open(0).liveSlots()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsSavedComesBack(Case each) {
        List<List<Object>> rows = rows(each, 6);
        for (boolean weighted : new boolean[] {false, true}) {
            List<StateChunk> log = new ArrayList<>();
            SegmentedGroups groups = groups(each, weighted);
            for (int from = 0; from < ROWS; from += 40) {
                add(groups, each, rows.subList(from, from + 40), null);
                groups.changes(log::add);
                // each part is added by one who has read what the one before wrote
                SegmentedGroups restored = groups(each, weighted);
                log.forEach(restored::restore);
                groups = restored;
            }
            SegmentedGroups fromSnapshot = groups(each, weighted);
            groups.snapshot(fromSnapshot::restore);
            assertSame(each, results(groups.open(0)), results(fromSnapshot.open(0)));
            if (!weighted || each.has(Property.ORDER_FREE)) {
                assertSame(each, oracle(each, rows), results(groups.open(0)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aGroupWithoutValuesIsNullOrNone(Case each) {
        List<Object> row = new ArrayList<>(Collections.nCopies(each.input().size(), null));
        row.set(0, 7L);
        SegmentedGroups groups = groups(each, false);
        add(groups, each, List.of(row), null);
        Object result = results(groups.open(0)).get(7L);
        Object expected = oracle(each, List.of(row)).get(7L);
        assertThat(result).isEqualTo(expected);
        if (!each.function().nullable()) {
            assertThat(result).isNotNull();
        }
    }

    private static SegmentedGroups groups(Case each, boolean weighted) {
        return new SegmentedGroups("op", each.input(), List.of(0), List.of(each.call()), weighted, 0, 1);
    }

    private static void add(SegmentedGroups groups, Case each, List<List<Object>> rows, Long weight) {
        addTo(groups.open(0), each, rows, weight);
    }

    private static void addTo(GroupStore store, Case each, List<List<Object>> rows, Long weight) {
        ColumnBatch batch = ColumnBatch.ofRows(each.input(), rows);
        if (weight != null) {
            long[] weights = new long[rows.size()];
            Arrays.fill(weights, weight);
            batch = batch.withWeights(weights);
        }
        int[] slots = new int[rows.size()];
        store.assign(batch, Selection.all(rows.size()), slots);
        store.add(batch, Selection.all(rows.size()), slots);
    }

    private static TreeMap<Long, Object> results(GroupStore store) {
        int[] slots = store.liveSlots();
        Column[] columns = store.results(slots, slots.length);
        TreeMap<Long, Object> results = new TreeMap<>();
        for (int i = 0; i < slots.length; i++) {
            AggregateCall call = store.calls().get(0);
            results.put((Long) columns[0].value(i, DataType.BIGINT), columns[1].value(i, call.type()));
        }
        return results;
    }

    private static TreeMap<Long, Object> oracle(Case each, List<List<Object>> rows) {
        TreeMap<Long, List<List<Object>>> groups = new TreeMap<>();
        for (List<Object> row : rows) {
            List<List<Object>> group = groups.computeIfAbsent((Long) row.get(0), k -> new ArrayList<>());
            if (!each.filtered() || Objects.equals(row.get(row.size() - 1), true)) {
                group.add(row.subList(1, 1 + each.types().size()));
            }
        }
        AggregateOracle oracle = new AggregateOracle(each.types(), each.result());
        boolean distinct = each.distinct() && !each.has(Property.DUPLICATE_FREE);
        TreeMap<Long, Object> results = new TreeMap<>();
        groups.forEach(
                (key, group) -> results.put(key, oracle.of(each.function().name(), group, distinct)));
        return results;
    }

    private static void assertSame(Case each, TreeMap<Long, Object> expected, TreeMap<Long, Object> actual) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, value) -> {
            Object found = actual.get(key);
            if (each.function().name().equals("APPROX_PERCENTILE") && value != null) {
                double exact = ((Number) value).doubleValue();
                double allowed =
                        Math.abs(exact) * 0.005 + (each.result().storage() == DataType.Storage.DOUBLE ? 0 : 0.01);
                double rounded = each.result().isInteger() ? Math.max(allowed, 0.5) : allowed;
                assertThat(((Number) found).doubleValue()).as("group " + key).isEqualTo(exact, within(rounded + 1e-9));
            } else if (each.function().name().equals("APPROX_COUNT_DISTINCT")) {
                assertThat((Long) found).as("group " + key).isCloseTo((Long) value, within(1L));
            } else if (value instanceof Double number && Double.isFinite(number)) {
                double allowed = 1e-9 * Math.max(1, Math.abs(number));
                assertThat((Double) found).as("group " + key).isEqualTo(number, within(allowed));
            } else {
                assertThat(found).as("group " + key).isEqualTo(value);
            }
        });
    }

    /** Rows (key, arguments, filter), the same for the same seed. */
    private static List<List<Object>> rows(Case each, long seed) {
        Random random = new Random(seed);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<Object> row = new ArrayList<>();
            row.add((long) random.nextInt(GROUPS));
            each.types()
                    .forEach(type -> row.add(
                            random.nextInt(8) == 0
                                    ? null
                                    : value(type, each.types().size() == 1, random)));
            row.add(random.nextInt(9) == 0 ? null : random.nextInt(3) > 0);
            rows.add(row);
        }
        return rows;
    }

    /** @param large whether numbers may be of very different size, which costs products of them their last digits */
    private static Object value(DataType type, boolean large, Random random) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case INTEGER -> (long) random.nextInt(12) - 4;
            case BIGINT ->
                large && random.nextInt(6) == 0 ? 4_000_000_000L + random.nextInt(3) : (long) random.nextInt(90);
            case DOUBLE -> (random.nextInt(60) - 20) / 8.0;
            case DECIMAL -> BigDecimal.valueOf(random.nextInt(500) - 100, 2);
            case VARCHAR -> List.of("", "a", "bc", "été", "水", "zz").get(random.nextInt(6));
            case TIMESTAMP -> 1_000_000L * (random.nextInt(50) - 25);
            default -> List.of((long) random.nextInt(3), (long) random.nextInt(2));
        };
    }
}
