package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentDurationsTest {
    @Test
    void percentilesAreThoseOfTheLastOnes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        double[] all = new double[500];
        RecentDurations recent = new RecentDurations(40);
        for (int i = 0; i < all.length; i++) {
            all[i] = random.nextInt(30) / 4.0;
            recent.add(all[i]);
            double[] last = Arrays.copyOfRange(all, Math.max(0, i - 39), i + 1);
            Arrays.sort(last);
            for (double share : new double[] {0, 0.5, 0.99, 1}) {
                assertThat(recent.percentile(share))
                        .as("seed %d, duration %d, share %s", seed, i, share)
                        .isEqualTo(last[(int) Math.min(last.length - 1L, (long) (share * last.length))]);
            }
        }
    }
}
