package io.millrace.benchmarks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random rows for the tables of the stream scripts, as SQL that both engines read. Time goes on across 1970-01-01, or
 * across summer time in Berlin; rows are out of order by less than the watermark's delay, so none is late unless asked for.
 */
final class ScriptRows {
    static final long DELAY_MICROS = 4_000_000;
    static final String BID_COLUMNS =
            "auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, fee DECIMAL(10, 2),"
                    + " score DOUBLE, ok BOOLEAN, day_ DATE, words VARCHAR, ts TIMESTAMP";
    static final String AUCTION_COLUMNS = "id BIGINT, seller BIGINT, category VARCHAR, ts TIMESTAMP";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String[] WORDS = {"the", "quick", "été", "fox", "水", "to", "be", "or", "not"};

    private static final int ADVANCE_MICROS_MAX = 7_000_000;
    private static final int LATE_MICROS_MAX = 12_000_000;

    private final Random random;
    private final Clock clock;
    /** One row in how many may come late; 0 for none. */
    private final int lateOneIn;

    private long nowMicros = -20_000_000;

    /** How fast time goes. */
    enum Clock {
        SECONDS(1, 0, "INTERVAL '4' SECOND"),
        /** Six hours in a second. */
        DAYS(21_600, Instant.parse("2024-03-31T22:00:00Z").getEpochSecond(), "INTERVAL '1' DAY"),
        /** A week and more in a second. */
        MONTHS(648_000, Instant.parse("2024-02-01T00:00:00Z").getEpochSecond(), "INTERVAL '30' DAY");

        private final long factor;
        private final long zeroSeconds;
        /** The delay of the watermark, in SQL. */
        final String delay;

        Clock(long factor, long zeroSeconds, String delay) {
            this.factor = factor;
            this.zeroSeconds = zeroSeconds;
            this.delay = delay;
        }

        long delayMicros() {
            return DELAY_MICROS * factor;
        }

        /** A time of the clock; on an edge, the start of the day or the month that it is in. */
        private LocalDateTime at(long micros, boolean edge) {
            long scaled = micros * factor + zeroSeconds * 1_000_000;
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(scaled, 1_000_000L), (int) Math.floorMod(scaled, 1_000_000L) * 1000, ZoneOffset.UTC);
            if (!edge || this == SECONDS) {
                return time;
            }
            LocalDate day = time.toLocalDate();
            return this == MONTHS
                    ? day.withDayOfMonth(1).atStartOfDay()
                    : day.atStartOfDay(BERLIN)
                            .withZoneSameInstant(ZoneOffset.UTC)
                            .toLocalDateTime();
        }
    }

    ScriptRows(long seed) {
        this(seed, Clock.SECONDS, 0);
    }

    ScriptRows(long seed, Clock clock, int lateOneIn) {
        this.random = new Random(seed);
        this.clock = clock;
        this.lateOneIn = lateOneIn;
    }

    /** Lets time go on before the next micro-batch. */
    void advance() {
        advance(ADVANCE_MICROS_MAX);
    }

    void advance(int microsMax) {
        nowMicros += random.nextInt(microsMax);
    }

    List<String> bids(int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object[] values = {
                orNull(random.nextInt(5)),
                random.nextInt(6),
                orNull(random.nextInt(100)),
                orNull(text(new String[] {"web", "app", "tv", "abp"}[random.nextInt(4)])),
                orNull(random.nextInt(400) / 4.0),
                orNull((random.nextInt(80) - 40) / 8.0),
                orNull(random.nextBoolean()),
                orNull("DATE '2024-0" + (1 + random.nextInt(3)) + "-" + (28 + random.nextInt(2)) + "'"),
                orNull(text(words())),
                time()
            };
            rows.add(row(values));
        }
        return rows;
    }

    List<String> auctions(int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object[] values = {
                orNull(random.nextInt(5)),
                random.nextInt(60),
                orNull(text(random.nextBoolean() ? "web" : "car")),
                time()
            };
            rows.add(row(values));
        }
        return rows;
    }

    private static String row(Object[] values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(String.valueOf(value));
        }
        return "(" + String.join(", ", texts) + ")";
    }

    private Object orNull(Object value) {
        return random.nextInt(10) == 0 ? "NULL" : value;
    }

    private static String text(String value) {
        return "'" + value + "'";
    }

    private String words() {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            words.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(" ", words);
    }

    private String time() {
        if (random.nextInt(25) == 0) {
            return "NULL";
        }
        // now and then exactly on the edge of windows
        long micros = nowMicros - random.nextInt((int) DELAY_MICROS);
        boolean edge = random.nextInt(4) == 0;
        if (edge) {
            micros = Math.max(micros, Math.floorDiv(nowMicros, 1_000_000) * 1_000_000);
        }
        if (lateOneIn > 0 && random.nextInt(lateOneIn) == 0) {
            micros -= random.nextInt(LATE_MICROS_MAX);
        }
        return "TIMESTAMP '" + TIME.format(clock.at(micros, edge)) + "'";
    }
}
