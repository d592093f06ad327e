package io.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes of a checkpoint, or of what its sink is to read again, are not as they were written; files are cut, missing, or in the
 * place of others: the query ends with the right results, or refuses in words. {@code -Dmillrace.damages=1} tries every
 * byte, mask, length and pair of files, {@code n} one in n.
 */
@Tag("crash")
class DamageRunTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);
    private static final int EVERY = Integer.getInteger("millrace.damages", 800);

    @ParameterizedTest
    @EnumSource(names = {"WINDOW", "JOIN"})
    void damageIsNoticedOrMeansNothing(RigQuery query) {
        DamageRun.Tally tally = DamageRun.run(query, PlantedBug.NONE, SEED, EVERY);
        System.out.println("damages of " + query + ": " + tally + ", 0 wrong (seed " + SEED + ")");
        assertThat(tally.refused()).isPositive();
        assertThat(tally.all()).isGreaterThan(40_000 / EVERY);
    }
}
