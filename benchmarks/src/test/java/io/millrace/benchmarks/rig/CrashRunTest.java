package io.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power is lost after any of the changes that a query makes to its checkpoint and its results: the next process ends with the
 * results of an undisturbed run. {@code -Dmillrace.states=1} tries every state, {@code n} one in n; {@code
 * -Dmillrace.seed} says which rows, and which of the states that are too many to count.
 */
@Tag("crash")
class CrashRunTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);
    private static final int EVERY = Integer.getInteger("millrace.states", 12);

    @ParameterizedTest
    @EnumSource(names = {"WINDOW", "JOIN", "TOLLS"})
    void whateverALossOfPowerLeavesIsGoneOnWith(RigQuery query) {
        // one with a state table for each variable has many times as many states
        int every = query == RigQuery.TOLLS && EVERY > 1 ? 16 * EVERY : EVERY;
        int states = CrashRun.run(query, PlantedBug.NONE, SEED, every);
        System.out.println("crash states of " + query + ": " + states + " tried, 0 wrong (seed " + SEED + ")");
        assertThat(states).isGreaterThan(1_200 / EVERY);
    }
}
