package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What values take is counted by their size: else a limit on memory would be none for long texts. */
class ObjectSlotsTest {
    @Test
    void longValuesCountAsLong() {
        ObjectSlots slots = new ObjectSlots();
        slots.reserve(3);
        long empty = slots.heapBytes();
        slots.set(0, new byte[5_000]);
        slots.set(1, "x".repeat(1_000));
        assertThat(slots.heapBytes() - empty).isBetween(6_000L, 8_000L);
        slots.set(0, new byte[10]);
        assertThat(slots.heapBytes() - empty).isBetween(1_000L, 3_000L);
        slots.set(0, null);
        slots.set(1, null);
        assertThat(slots.heapBytes()).isEqualTo(empty);
    }

    @Test
    void whatListsAndMapsHoldCounts() {
        ObjectSlots slots = new ObjectSlots();
        slots.reserve(1);
        slots.set(0, List.of(new byte[1_000], new BigDecimal("1.5"), Map.of("k", new byte[2_000])));
        assertThat(slots.heapBytes()).isBetween(3_000L, 4_000L);
    }
}
