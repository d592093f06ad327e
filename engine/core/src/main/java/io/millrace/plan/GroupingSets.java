package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Gives each input row once for every set of keys that it is to be grouped by: what makes one aggregation of GROUPING SETS,
 * ROLLUP and CUBE.
 *
 * <p>Shape of the output: the input's columns, then the key columns, NULL where the set has them not, then {@code
 * grouping_id} BIGINT.
 *
 * @param keys positions of the key columns
 * @param sets for each set which of {@code keys} it has
 */
public record GroupingSets(PlanNode input, List<Integer> keys, List<List<Integer>> sets, Schema schema)
        implements PlanNode {
    public GroupingSets {
        keys = List.copyOf(keys);
        sets = sets.stream().map(List::copyOf).toList();
    }

    /** The {@code grouping_id} of a set: bit i is 1 when it has not {@code keys[i]}. */
    public static long id(List<Integer> set, int keyCount) {
        long id = 0;
        for (int i = 0; i < keyCount; i++) {
            id |= set.contains(i) ? 0 : 1L << i;
        }
        return id;
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
