package io.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole queries in a world where anything may happen. {@code -Dmillrace.simulations} says how many, {@code -Dmillrace.seed}
 * the seed of the first; the others follow it.
 */
@Tag("crash")
class SimulationTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);
    private static final int SEEDS = Integer.getInteger("millrace.simulations", 25);
    private static final int TWICE = 10;

    @Test
    void whateverHappensTheResultsAreRight() {
        int deaths = 0;
        int takeOvers = 0;
        int faults = 0;
        int batches = 0;
        for (int i = 0; i < SEEDS; i++) {
            Simulation.Outcome outcome = Simulation.run(SEED + i, PlantedBug.NONE);
            deaths += outcome.deaths();
            takeOvers += outcome.takeOvers();
            faults += outcome.faults();
            batches += outcome.batches();
        }
        System.out.println(SEEDS + " simulations: " + batches + " batches, " + deaths + " deaths, " + takeOvers
                + " take-overs, " + faults + " faults; 0 lost, 0 doubled, 0 wrong (seeds from " + SEED + ")");
        assertThat(deaths).isGreaterThan(SEEDS);
        assertThat(takeOvers).isPositive();
        assertThat(faults).isPositive();
    }

    @Test
    void aSeedReplaysExactly() {
        for (int i = 0; i < TWICE; i++) {
            Simulation.Outcome first = Simulation.run(SEED + i, PlantedBug.NONE);
            assertThat(Simulation.run(SEED + i, PlantedBug.NONE)).isEqualTo(first);
        }
    }
}
