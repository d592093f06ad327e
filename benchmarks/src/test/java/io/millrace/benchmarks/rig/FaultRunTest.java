package io.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * At every call that changes a file, of the checkpoint or the results, the process is killed, the disk is full, or the device
 * fails: the query ends with the right results, at once or with the next process. {@code -Dmillrace.strikes=1} strikes
 * every call, {@code n} one in n; {@code -Dmillrace.seed} says which rows.
 */
@Tag("crash")
class FaultRunTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);
    private static final int EVERY = Integer.getInteger("millrace.strikes", 6);

    @ParameterizedTest
    @EnumSource(names = {"WINDOW", "JOIN", "TOLLS"})
    void everyCallMayFail(RigQuery query) {
        int calls = 0;
        for (FaultRun.Strike strike : FaultRun.Strike.values()) {
            calls += FaultRun.run(query, PlantedBug.NONE, SEED, strike, EVERY);
        }
        System.out.println("calls of " + query + " struck: " + calls + ", 0 wrong (seed " + SEED + ")");
        assertThat(calls).isGreaterThan(200 / EVERY);
    }
}
