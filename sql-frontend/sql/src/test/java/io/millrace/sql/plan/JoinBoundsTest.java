package io.millrace.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.plan.Aggregate;
import io.millrace.plan.Join;
import io.millrace.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * What {@link JoinBounds} derives, held against random rows and watermarks: nothing that is let go could still have met a
 * row in time, and no result comes behind the watermark that a group above the join was closed by.
 */
class JoinBoundsTest {
    private static final long SECOND = 1_000_000;

    private final Planning planning = new Planning();

    @RepeatedTest(60)
    void boundsAndClosesHold(RepetitionInfo repetition) {
        int seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        int before = random.nextInt(12) - 3;
        int after = before + 1 + random.nextInt(12);
        boolean strict = random.nextBoolean();
        // before <= l.ts - r.ts <= after
        String condition = "l.ts >= r.ts + INTERVAL '" + before + "' SECOND AND l.ts " + (strict ? "<" : "<=")
                + " r.ts + INTERVAL '" + after + "' SECOND";
        String join = "bid l JOIN bid r ON l.auction = r.auction AND " + condition;
        Join plan =
                find(planning.plan("SELECT STREAM l.price FROM " + join).plan().root(), Join.class);
        long leftClose = close("l", join);
        long rightClose = close("r", join);

        new Simulation(random, plan, before * SECOND, after * SECOND - (strict ? 1 : 0), leftClose, rightClose)
                .run("seed " + seed + ": " + condition);
    }

    /** How long after its value a group by that side's time is closed. */
    private long close(String side, String join) {
        Aggregate aggregate = find(
                planning.plan("SELECT STREAM " + side + ".ts, COUNT(*) FROM " + join + " GROUP BY " + side + ".ts")
                        .plan()
                        .root(),
                Aggregate.class);
        return aggregate.close().offsetMicros();
    }

    private static <T extends PlanNode> T find(PlanNode node, Class<T> kind) {
        if (kind.isInstance(node)) {
            return kind.cast(node);
        }
        return find(node.inputs().get(0), kind);
    }

    private static final class Simulation {
        private final Random random;
        private final Join plan;
        private final long least;
        private final long most;
        private final long leftClose;
        private final long rightClose;
        private final List<Long> leftGone = new ArrayList<>();
        private final List<Long> rightGone = new ArrayList<>();
        private final List<Long> left = new ArrayList<>();
        private final List<Long> right = new ArrayList<>();
        private long leftWatermark = Long.MIN_VALUE / 2;
        private long rightWatermark = Long.MIN_VALUE / 2;

        Simulation(Random random, Join plan, long least, long most, long leftClose, long rightClose) {
            this.random = random;
            this.plan = plan;
            this.least = least;
            this.most = most;
            this.leftClose = leftClose;
            this.rightClose = rightClose;
        }

        void run(String what) {
            for (int batch = 0; batch < 40; batch++) {
                long now = batch * 2 * SECOND;
                for (int i = 0; i < 6; i++) {
                    arrive(what, now + random.nextInt(8) * SECOND / 2, random.nextBoolean());
                }
                leftWatermark = Math.max(leftWatermark, now - random.nextInt(6) * SECOND);
                rightWatermark = Math.max(rightWatermark, now - random.nextInt(6) * SECOND);
                letGo(left, leftGone, plan.leftBound(), rightWatermark);
                letGo(right, rightGone, plan.rightBound(), leftWatermark);
            }
        }

        private void arrive(String what, long time, boolean isLeft) {
            if (time < (isLeft ? leftWatermark : rightWatermark)) {
                return;
            }
            Join.Bound other = isLeft ? plan.rightBound() : plan.leftBound();
            assertThat(time + other.otherOffsetMicros())
                    .as("%s: a row in time is not late", what)
                    .isGreaterThan(isLeft ? leftWatermark : rightWatermark);
            for (long gone : isLeft ? rightGone : leftGone) {
                assertThat(matches(isLeft ? time : gone, isLeft ? gone : time))
                        .as("%s: %d was let go and %d came", what, gone, time)
                        .isFalse();
            }
            for (long kept : isLeft ? right : left) {
                long l = isLeft ? time : kept;
                long r = isLeft ? kept : time;
                if (matches(l, r)) {
                    long watermark = Math.min(leftWatermark, rightWatermark);
                    assertThat(l + leftClose)
                            .as("%s: left time of a result", what)
                            .isGreaterThan(watermark);
                    assertThat(r + rightClose)
                            .as("%s: right time of a result", what)
                            .isGreaterThan(watermark);
                }
            }
            (isLeft ? left : right).add(time);
        }

        private boolean matches(long l, long r) {
            return l - r >= least && l - r <= most;
        }

        private static void letGo(List<Long> kept, List<Long> gone, Join.Bound bound, long watermark) {
            for (long time : List.copyOf(kept)) {
                if (time + bound.offsetMicros() <= watermark) {
                    kept.remove(time);
                    gone.add(time);
                }
            }
        }
    }
}
