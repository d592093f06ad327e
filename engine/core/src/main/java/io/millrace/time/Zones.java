package io.millrace.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Instants and local times of a zone, both in microseconds since 1970-01-01 00:00:00.
 *
 * <p>A local time that a zone skips moves on by the length of the gap; one that it has twice is the earlier instant (as
 * in Spark). Errors: ArithmeticException beyond the range of a long.
 */
public final class Zones {
    private Zones() {}

    /** What a clock of the zone shows at the instant. */
    public static long local(long instantMicros, ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return instantMicros;
        }
        ZoneOffset offset =
                zone.getRules().getOffset(Instant.ofEpochSecond(Math.floorDiv(instantMicros, TimeText.SECOND_MICROS)));
        return Math.addExact(instantMicros, offset.getTotalSeconds() * TimeText.SECOND_MICROS);
    }

    /** The instant at which a clock of the zone shows the local time. */
    public static long instant(long localMicros, ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return localMicros;
        }
        ZoneRules rules = zone.getRules();
        LocalDateTime local =
                LocalDateTime.ofEpochSecond(Math.floorDiv(localMicros, TimeText.SECOND_MICROS), 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(local);
        ZoneOffset offset = transition == null ? rules.getOffset(local) : transition.getOffsetBefore();
        return Math.subtractExact(localMicros, offset.getTotalSeconds() * TimeText.SECOND_MICROS);
    }
}
