package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberSelectionTest {
    @Test
    void givesWhatSortingGives() {
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            int size = 1 + random.nextInt(round % 10 == 0 ? 5000 : 200);
            int range = 1 + random.nextInt(round % 3 == 0 ? 4 : 100_000);
            long[] numbers = random.longs(size, 0, range).toArray();
            if (round % 4 == 1) {
                Arrays.sort(numbers);
            }
            long[] sorted = numbers.clone();
            int from = random.nextInt(size);
            int to = from + 1 + random.nextInt(size - from);
            Arrays.sort(sorted, from, to);
            int position = from + random.nextInt(to - from);
            long[] before = numbers.clone();
            assertThat(NumberSelection.select(numbers, from, to, position))
                    .as("round " + round)
                    .isEqualTo(sorted[position]);
            if (position + 1 < to) {
                assertThat(NumberSelection.least(numbers, position + 1, to)).isEqualTo(sorted[position + 1]);
            }
            assertThat(Arrays.copyOf(numbers, from)).isEqualTo(Arrays.copyOf(before, from));
            assertThat(Arrays.copyOfRange(numbers, to, size)).isEqualTo(Arrays.copyOfRange(before, to, size));
            Arrays.sort(numbers, from, to);
            assertThat(numbers).isEqualTo(sorted);
        }
    }

    @Test
    void runsThatRiseFallOrStandStillAreNoTrouble() {
        int size = 20_000;
        for (int kind = 0; kind < 4; kind++) {
            long[] numbers = new long[size];
            for (int i = 0; i < size; i++) {
                numbers[i] = switch (kind) {
                    case 0 -> i;
                    case 1 -> size - i;
                    case 2 -> 7;
                    default -> Math.min(i, size - i);
                };
            }
            long[] sorted = numbers.clone();
            Arrays.sort(sorted);
            assertThat(NumberSelection.select(numbers, 0, size, size / 3)).isEqualTo(sorted[size / 3]);
        }
    }
}
