package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DueQueueTest {
    private static final long SEED = 20261128;

    @Test
    void givesWhatIsDueAndNothingElse() {
        Random random = new Random(SEED);
        DueQueue queue = new DueQueue();
        Map<Integer, Long> expected = new TreeMap<>();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            int number = random.nextInt(200);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    long time = now + 1 + random.nextInt(20);
                    queue.schedule(number, time);
                    expected.merge(number, time, Math::min);
                }
                case 2, 3 -> {
                    queue.remove(number);
                    expected.remove(number);
                }
                default -> {
                    now += random.nextInt(3);
                    long until = now;
                    List<Integer> due = new ArrayList<>();
                    for (int next = queue.poll(now); next >= 0; next = queue.poll(now)) {
                        due.add(next);
                    }
                    List<Integer> dueExpected = expected.entrySet().stream()
                            .filter(entry -> entry.getValue() <= until)
                            .map(Map.Entry::getKey)
                            .toList();
                    assertThat(due).as("step %d", step).containsExactlyInAnyOrderElementsOf(dueExpected);
                    expected.values().removeIf(time -> time <= until);
                    assertThat(queue.next())
                            .isEqualTo(expected.values().stream()
                                    .mapToLong(Long::longValue)
                                    .min()
                                    .orElse(Long.MAX_VALUE));
                }
            }
        }
    }

    /** Counts that change a thousand times until their window ends, say. */
    @Test
    void whatComesAndGoesBeforeItIsDueTakesNoRoom() {
        DueQueue queue = new DueQueue();
        for (int round = 0; round < 100_000; round++) {
            int number = round % 3;
            queue.remove(number);
            queue.schedule(number, 1_000_000);
        }
        assertThat(queue.heapBytes()).isLessThan(1_000);
        assertThat(List.of(queue.poll(1_000_000), queue.poll(1_000_000), queue.poll(1_000_000)))
                .containsExactlyInAnyOrder(0, 1, 2);
        assertThat(queue.poll(1_000_000)).isEqualTo(-1);
    }
}
