package io.millrace.process;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import java.util.List;

/**
 * Something that a {@link KeyedFunction} keeps for each key under a name: a value, a list, or a map.
 *
 * @param names the columns that tell its entries apart: none for a value, the position in a list, the keys of a map
 * @param values the columns of an entry
 * @param ttlMicros how long an entry is kept after it was written, by the clock of micro-batches; -1 for as long as it is not
 *     removed
 */
public record StateVariable(String name, List<Field> names, List<Field> values, long ttlMicros) {
    private static final List<Field> POSITION = List.of(new Field("position", DataType.BIGINT, false));

    public StateVariable {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    public static StateVariable value(String name, List<Field> values, long ttlMicros) {
        return new StateVariable(name, List.of(), values, ttlMicros);
    }

    public static StateVariable list(String name, List<Field> values, long ttlMicros) {
        return new StateVariable(name, POSITION, values, ttlMicros);
    }

    public static StateVariable map(String name, List<Field> keys, List<Field> values, long ttlMicros) {
        return new StateVariable(name, keys, values, ttlMicros);
    }

    public boolean expires() {
        return ttlMicros >= 0;
    }

    /** What it is called for and holds, to tell whether it is what it was. */
    @Override
    public String toString() {
        return "\"" + name + "\" " + (names.isEmpty() ? "" : names + " -> ") + values
                + (expires() ? " for " + ttlMicros + " us" : "");
    }
}
