package io.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rig that has never found anything proves nothing: each planted bug is found, and by which machine is printed. With
 * {@code -Dmillrace.planted=all} every machine looks for each, else only until one has found it; {@code -Dmillrace.seed} says
 * in which rows and worlds.
 */
@Tag("crash")
class PlantedBugTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);
    private static final boolean ALL = "all".equals(System.getProperty("millrace.planted"));

    static List<PlantedBugs.Planted> bugs() {
        return PlantedBugs.all();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyPlantedBugIsFound(PlantedBugs.Planted planted) {
        List<Machine> machines = new ArrayList<>(List.of(planted.finder()));
        machines.addAll(EnumSet.complementOf(EnumSet.of(planted.finder())));
        List<Machine> finders = new ArrayList<>();
        for (Machine machine : machines) {
            if ((ALL || finders.isEmpty()) && finds(machine, planted)) {
                finders.add(machine);
            }
        }
        System.out.println("planted: " + planted + "; found by " + finders);
        assertThat(finders).as(planted + ", seed " + SEED).isNotEmpty();
    }

    private static boolean finds(Machine machine, PlantedBugs.Planted planted) {
        long start = System.nanoTime();
        String found = "";
        try {
            machine.look(planted.bug(), SEED);
        } catch (Finding e) {
            found = e.getMessage().lines().findFirst().orElseThrow();
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.printf("  %-15s %6d ms  %s%n", machine, millis, found.isEmpty() ? "nothing" : found);
        return !found.isEmpty();
    }
}
