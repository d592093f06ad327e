package io.millrace.benchmarks;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random rows for the tables of the stream scripts, as SQL that both engines read. Time goes on across 1970-01-01; rows
 * are out of order by less than the watermark's delay, so none is late.
 */
final class ScriptRows {
    static final long DELAY_MICROS = 4_000_000;
    static final String BID_COLUMNS =
            "auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, fee DECIMAL(10, 2),"
                    + " score DOUBLE, ok BOOLEAN, day_ DATE, words VARCHAR, ts TIMESTAMP";
    static final String AUCTION_COLUMNS = "id BIGINT, seller BIGINT, category VARCHAR, ts TIMESTAMP";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final String[] WORDS = {"the", "quick", "été", "fox", "水", "to", "be", "or", "not"};

    private final Random random;
    private long nowMicros = -20_000_000;

    ScriptRows(long seed) {
        random = new Random(seed);
    }

    /** Lets time go on before the next micro-batch. */
    void advance() {
        nowMicros += random.nextInt(7_000_000);
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
        if (random.nextInt(4) == 0) {
            micros = Math.max(micros, Math.floorDiv(nowMicros, 1_000_000) * 1_000_000);
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
        return "TIMESTAMP '" + TIME.format(time) + "'";
    }
}
