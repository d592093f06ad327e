package io.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rig that has never found anything proves nothing: each planted bug is found, and by which machine is printed. */
@Tag("planted")
class PlantedBugTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);

    static Set<String> bugs() {
        return PlantedBugs.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyPlantedBugIsFound(String name) {
        PlantedBugs.Planted planted = PlantedBugs.all().get(name);
        List<Machine> machines = new ArrayList<>(List.of(planted.finder()));
        machines.addAll(EnumSet.complementOf(EnumSet.of(planted.finder())));
        long start = System.nanoTime();
        for (Machine machine : machines) {
            try {
                machine.look(planted.bug(), SEED);
            } catch (Finding e) {
                System.out.printf(
                        "%-55s %-15s %6d ms  %s%n",
                        name,
                        machine,
                        (System.nanoTime() - start) / 1_000_000,
                        e.getMessage().lines().findFirst().orElse(""));
                return;
            }
        }
        assertThat(name).as("found by no machine, seed %d", SEED).isNull();
    }
}
