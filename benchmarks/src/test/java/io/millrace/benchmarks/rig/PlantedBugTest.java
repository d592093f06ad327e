package io.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rig that has never found anything proves nothing: each planted bug is found, and by which machine is printed. */
@Tag("crash")
class PlantedBugTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);
    private static final int SEEDS_MAX = 150;

    /** Something that fails with a Finding when it sees the bug. */
    private interface Machine {
        void look(PlantedBug bug);
    }

    /** From the one that takes least to the one that takes most. */
    private static final Map<String, Machine> MACHINES = machines();

    private static Map<String, Machine> machines() {
        Map<String, Machine> machines = new LinkedHashMap<>();
        machines.put("oracle", PlantedBugTest::undisturbed);
        machines.put("simulator", bug -> simulate(bug, 25));
        machines.put("crash states", bug -> {
            CrashRun.run(RigQuery.WINDOW, bug, SEED, 4);
            CrashRun.run(RigQuery.JOIN, bug, SEED, 4);
        });
        machines.put("failing calls", bug -> FaultRun.run(RigQuery.WINDOW, bug, SEED));
        machines.put("more seeds", bug -> simulate(bug, SEEDS_MAX));
        machines.put("damage", bug -> DamageRun.run(RigQuery.WINDOW, bug, SEED, 40));
        return machines;
    }

    private static void undisturbed(PlantedBug bug) {
        for (RigQuery query : RigQuery.values()) {
            UndisturbedTest.rig(query, bug).requireFinishes(new Disk(), "undisturbed");
        }
    }

    private static void simulate(PlantedBug bug, int seeds) {
        for (int i = 0; i < seeds; i++) {
            Simulation.run(SEED + i, bug);
        }
    }

    @Test
    void everyPlantedBugIsFound() {
        List<String> missed = new ArrayList<>();
        PlantedBugs.all().forEach((name, bug) -> {
            long start = System.nanoTime();
            String found = null;
            for (Map.Entry<String, Machine> machine : MACHINES.entrySet()) {
                try {
                    machine.getValue().look(bug);
                } catch (Finding e) {
                    found = machine.getKey();
                    System.out.printf(
                            "%-55s %-15s %6d ms  %s%n",
                            name,
                            found,
                            (System.nanoTime() - start) / 1_000_000,
                            e.getMessage().lines().findFirst().orElse(""));
                    break;
                }
            }
            if (found == null) {
                missed.add(name);
            }
        });
        assertThat(missed).as("bugs that no machine found, seed %d", SEED).isEmpty();
    }
}
