-- Windows, and what else groups rows, for WindowMatrixTest: $calls are aggregates of aggregate-calls.sql.
--
-- Below "duckdb" stands DuckDB's way to say it. Its last column, final_, is the watermark in microseconds by which the row is
-- final; without it nothing ever is, and there is no append mode. bid has two more columns there: arrival, the place of a row
-- among all, and late, the watermark by which it may be late, before all times where nothing is.
-- "clock" says how fast time goes: in seconds if not said, days or months. "unordered" are rows without an order of
-- arrival: no aggregates that go by it. "over" takes the aggregates that may have OVER w.

=== by key ===
SELECT auction, $calls FROM bid GROUP BY auction
-- duckdb
SELECT auction, $calls FROM bid GROUP BY auction

=== of all rows ===
SELECT $calls FROM bid WHERE price > 30
-- duckdb
SELECT $calls FROM bid WHERE price > 30

=== by keys of all types ===
SELECT channel, fee, score, ok, day_, $calls FROM bid GROUP BY channel, fee, score, ok, day_
-- duckdb
SELECT channel, fee, score, ok, day_, $calls FROM bid GROUP BY channel, fee, score, ok, day_

=== tumble by key ===
SELECT auction, window_start, window_end, $calls FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND))
GROUP BY auction, window_start, window_end
-- duckdb
SELECT auction, window_start, window_end, $calls, epoch_us(window_end) AS final_
FROM hop_bid(5, 5, 0) WHERE epoch_us(window_end) > late GROUP BY auction, window_start, window_end

=== tumble with an offset ===
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND, INTERVAL '3' SECOND) AS window_start, $calls
FROM bid GROUP BY TUMBLE(ts, INTERVAL '10' SECOND, INTERVAL '3' SECOND)
-- duckdb
SELECT window_start, $calls, epoch_us(window_end) AS final_
FROM hop_bid(10, 10, 3) WHERE epoch_us(window_end) > late GROUP BY window_start, window_end

=== hop by key ===
SELECT auction, window_start, window_end, $calls
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
GROUP BY auction, window_start, window_end
-- duckdb
SELECT auction, window_start, window_end, $calls, epoch_us(window_end) AS final_
FROM hop_bid(2, 10, 0) WHERE epoch_us(window_end) > late GROUP BY auction, window_start, window_end

=== hop whose size is no multiple of its slide ===
SELECT channel, HOP_END(ts, INTERVAL '4' SECOND, INTERVAL '10' SECOND) AS window_end, $calls
FROM bid GROUP BY channel, HOP(ts, INTERVAL '4' SECOND, INTERVAL '10' SECOND)
-- duckdb
SELECT channel, window_end, $calls, epoch_us(window_end) AS final_
FROM hop_bid(4, 10, 0) WHERE epoch_us(window_end) > late GROUP BY channel, window_start, window_end

=== hop with gaps, by two keys ===
SELECT auction, channel, window_start, $calls
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '3' SECOND))
GROUP BY auction, channel, window_start, window_end
-- duckdb
SELECT auction, channel, window_start, $calls, epoch_us(window_end) AS final_
FROM hop_bid(5, 3, 0) WHERE epoch_us(window_end) > late GROUP BY auction, channel, window_start, window_end

=== hop of all rows, many windows a row ===
SELECT window_end, $calls FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '12' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT window_end, $calls, epoch_us(window_end) AS final_
FROM hop_bid(1, 12, 0) WHERE epoch_us(window_end) > late GROUP BY window_start, window_end

=== cumulate by key ===
SELECT auction, window_start, window_end, $calls
FROM TABLE(CUMULATE(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '6' SECOND))
GROUP BY auction, window_start, window_end
-- duckdb
SELECT auction, window_start, window_end, $calls, epoch_us(window_end) AS final_
FROM cumulate_bid(2, 6, 0) WHERE epoch_us(window_end) > late GROUP BY auction, window_start, window_end

=== cumulate of all rows ===
SELECT CUMULATE_START(ts, INTERVAL '3' SECOND, INTERVAL '9' SECOND, INTERVAL '1' SECOND) AS window_start,
    CUMULATE_END(ts, INTERVAL '3' SECOND, INTERVAL '9' SECOND, INTERVAL '1' SECOND) AS window_end, $calls
FROM bid GROUP BY CUMULATE(ts, INTERVAL '3' SECOND, INTERVAL '9' SECOND, INTERVAL '1' SECOND)
-- duckdb
SELECT window_start, window_end, $calls, epoch_us(window_end) AS final_
FROM cumulate_bid(3, 9, 1) WHERE epoch_us(window_end) > late GROUP BY window_start, window_end

=== session by key ===
SELECT auction, SESSION_START(ts, INTERVAL '1' SECOND) AS s, SESSION_END(ts, INTERVAL '1' SECOND) AS e, $calls
FROM bid GROUP BY auction, SESSION(ts, INTERVAL '1' SECOND)
-- duckdb
SELECT auction, min(ts), max(ts) + INTERVAL 1 SECOND, $calls, epoch_us(max(ts)) + 1000001 AS final_
FROM (SELECT *, sum(opens) OVER (PARTITION BY auction ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
    FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (PARTITION BY auction ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens
        FROM bid WHERE epoch_us(ts) >= late))
GROUP BY auction, session

=== session of all rows ===
SELECT window_start, window_end, $calls FROM TABLE(SESSION(TABLE bid, DESCRIPTOR(ts), INTERVAL '0.3' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT min(ts), max(ts) + INTERVAL 300 MILLISECOND, $calls, epoch_us(max(ts)) + 300001 AS final_
FROM (SELECT *, sum(opens) OVER (ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
    FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (ORDER BY ts) + INTERVAL 300 MILLISECOND THEN 0 ELSE 1 END AS opens
        FROM bid WHERE epoch_us(ts) >= late))
GROUP BY session

=== session with a gap that rows decide ===
SELECT bidder, SESSION_START(ts, CASE WHEN ok THEN INTERVAL '1.5' SECOND ELSE INTERVAL '0.5' SECOND END) AS s,
    SESSION_END(ts, CASE WHEN ok THEN INTERVAL '1.5' SECOND ELSE INTERVAL '0.5' SECOND END) AS e, $calls
FROM bid GROUP BY bidder, SESSION(ts, CASE WHEN ok THEN INTERVAL '1.5' SECOND ELSE INTERVAL '0.5' SECOND END)
-- duckdb
SELECT bidder, min(ts), max(until), $calls, epoch_us(max(until)) + 1 AS final_
FROM (SELECT *, sum(opens) OVER (PARTITION BY bidder ORDER BY ts, until, arrival ROWS UNBOUNDED PRECEDING) AS session
    FROM (SELECT *, CASE WHEN ts <= max(until) OVER (PARTITION BY bidder ORDER BY ts, until, arrival
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS opens
        FROM (SELECT *, ts + CASE WHEN ok THEN INTERVAL 1500 MILLISECOND ELSE INTERVAL 500 MILLISECOND END AS until
            FROM bid WHERE epoch_us(ts) >= late)))
GROUP BY bidder, session

=== month by key ===
clock: months
SELECT channel, TUMBLE_START(ts, INTERVAL '1' MONTH) AS s, TUMBLE_END(ts, INTERVAL '1' MONTH) AS e, $calls
FROM bid GROUP BY channel, TUMBLE(ts, INTERVAL '1' MONTH)
-- duckdb
SELECT channel, s, e, $calls, epoch_us(e) AS final_
FROM (SELECT *, date_trunc('month', ts) AS s, date_trunc('month', ts) + INTERVAL 1 MONTH AS e FROM bid WHERE ts IS NOT NULL)
WHERE epoch_us(e) > late GROUP BY channel, s, e

=== three months, every month ===
clock: months
SELECT window_start, window_end, $calls FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' MONTH, INTERVAL '3' MONTH))
GROUP BY window_start, window_end
-- duckdb
SELECT s, e, $calls, epoch_us(e) AS final_
FROM (SELECT *, s + INTERVAL 3 MONTH AS e
    FROM (SELECT *, date_trunc('month', ts) - to_months(unnest([0, 1, 2])) AS s FROM bid WHERE ts IS NOT NULL))
WHERE epoch_us(e) > late GROUP BY s, e

=== quarter so far, by month ===
clock: months
SELECT channel, window_start, window_end, $calls
FROM TABLE(CUMULATE(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' MONTH, INTERVAL '3' MONTH))
GROUP BY channel, window_start, window_end
-- duckdb
SELECT channel, s, e, $calls, epoch_us(e) AS final_
FROM (SELECT * FROM (SELECT *, s + to_months(unnest([1, 2, 3])) AS e
    FROM (SELECT *, date_trunc('quarter', ts) AS s FROM bid WHERE ts IS NOT NULL)) WHERE e > ts)
WHERE epoch_us(e) > late GROUP BY channel, s, e

=== week of a zone so far, by day ===
clock: days
SELECT auction, window_start, window_end, $calls
FROM TABLE(CUMULATE(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' DAY, INTERVAL '7' DAY, 'Europe/Berlin'))
GROUP BY auction, window_start, window_end
-- duckdb
SELECT auction, s, e, $calls, epoch_us(e) AS final_
FROM (SELECT *, utc_of(week) AS s, utc_of(until) AS e
    FROM (SELECT *, week + to_days(unnest([1, 2, 3, 4, 5, 6, 7])) AS until
        FROM (SELECT *, TIMESTAMP '1970-01-01' + to_days(CAST(7 * (date_diff('day', TIMESTAMP '1970-01-01', berlin(ts)) // 7) AS INTEGER))
            AS week FROM bid WHERE ts IS NOT NULL)) WHERE until > berlin(ts))
WHERE epoch_us(e) > late GROUP BY auction, s, e

=== day of a zone, by key ===
clock: days
SELECT auction, window_start, window_end, $calls
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' DAY, 'Europe/Berlin'))
GROUP BY auction, window_start, window_end
-- duckdb
SELECT auction, s, e, $calls, epoch_us(e) AS final_
FROM (SELECT *, utc_of(day_of) AS s, utc_of(day_of + INTERVAL 1 DAY) AS e
    FROM (SELECT *, date_trunc('day', berlin(ts)) AS day_of FROM bid WHERE ts IS NOT NULL))
WHERE epoch_us(e) > late GROUP BY auction, s, e

=== two days of a zone, every half a day ===
clock: days
SELECT HOP_START(ts, INTERVAL '12' HOUR, INTERVAL '2' DAY, 'Europe/Berlin') AS s,
    HOP_END(ts, INTERVAL '12' HOUR, INTERVAL '2' DAY, 'Europe/Berlin') AS e, $calls
FROM bid GROUP BY HOP(ts, INTERVAL '12' HOUR, INTERVAL '2' DAY, 'Europe/Berlin')
-- duckdb
SELECT utc_of(s), utc_of(s + INTERVAL 2 DAY), $calls, epoch_us(utc_of(s + INTERVAL 2 DAY)) AS final_
FROM (SELECT *, time_bucket(INTERVAL 12 HOUR, berlin(ts), TIMESTAMP '2000-01-01 00:00:00') - to_hours(unnest([0, 12, 24, 36])) AS s
    FROM bid WHERE ts IS NOT NULL)
WHERE epoch_us(utc_of(s + INTERVAL 2 DAY)) > late GROUP BY s

=== window over windows ===
rows: unordered
SELECT bidder, TUMBLE_END(t, INTERVAL '5' SECOND) AS e, $calls
FROM (SELECT auction, bidder, window_time AS t, SUM(price) AS price, MAX(channel) AS channel, MAX(fee) AS fee,
        MIN(score) AS score, EVERY(ok) AS ok, MAX(day_) AS day_, MIN(words) AS words, MAX(ts) AS ts
    FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' SECOND))
    GROUP BY auction, bidder, window_start, window_end, window_time)
GROUP BY bidder, TUMBLE(t, INTERVAL '5' SECOND)
-- duckdb
SELECT bidder, make_timestamp(e), $calls, e AS final_
FROM (SELECT auction, bidder, window_start_at(epoch_us(window_start), 5, 0) + 5000000 AS e, CAST(sum(price) AS BIGINT) AS price,
        max(channel) AS channel, max(fee) AS fee, min(score) AS score, bool_and(ok) AS ok, max(day_) AS day_,
        min(words) AS words, max(ts) AS ts
    FROM hop_bid(1, 1, 0) WHERE epoch_us(window_end) > late GROUP BY auction, bidder, window_start, window_end)
GROUP BY bidder, e

=== session over windows ===
rows: unordered
SELECT SESSION_START(t, INTERVAL '2' SECOND) AS s, SESSION_END(t, INTERVAL '2' SECOND) AS e, $calls
FROM (SELECT auction, bidder, window_time AS t, SUM(price) AS price, MAX(channel) AS channel, MAX(fee) AS fee,
        MIN(score) AS score, EVERY(ok) AS ok, MAX(day_) AS day_, MIN(words) AS words, MAX(ts) AS ts
    FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '4' SECOND, INTERVAL '1' SECOND, INTERVAL '0' SECOND))
    GROUP BY auction, bidder, window_start, window_end, window_time)
GROUP BY SESSION(t, INTERVAL '2' SECOND)
-- duckdb
SELECT min(t), max(t) + INTERVAL 2 SECOND, $calls, epoch_us(max(t)) + 2000001 AS final_
FROM (SELECT *, sum(opens) OVER (ORDER BY t, opens DESC ROWS UNBOUNDED PRECEDING) AS session
    FROM (SELECT *, CASE WHEN t <= lag(t) OVER (ORDER BY t) + INTERVAL 2 SECOND THEN 0 ELSE 1 END AS opens
        FROM (SELECT auction, bidder, window_end - INTERVAL 1 MICROSECOND AS t, CAST(sum(price) AS BIGINT) AS price,
            max(channel) AS channel, max(fee) AS fee, min(score) AS score, bool_and(ok) AS ok, max(day_) AS day_,
            min(words) AS words, max(ts) AS ts
        FROM hop_bid(4, 1, 0) WHERE epoch_us(window_end) > late GROUP BY auction, bidder, window_start, window_end)))
GROUP BY session

=== window over sessions ===
rows: unordered
SELECT window_start, $calls
FROM TABLE(TUMBLE((SELECT auction, bidder, SESSION_ROWTIME(ts, INTERVAL '1' SECOND) AS t, SUM(price) AS price,
        MAX(channel) AS channel, MAX(fee) AS fee, MIN(score) AS score, EVERY(ok) AS ok, MAX(day_) AS day_,
        MIN(words) AS words, MAX(ts) AS ts
    FROM bid GROUP BY auction, bidder, SESSION(ts, INTERVAL '1' SECOND)), DESCRIPTOR(t), INTERVAL '5' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT make_timestamp(w), $calls, w + 5000001 AS final_
FROM (SELECT auction, bidder, window_start_at(epoch_us(max(ts)) + 999999, 5, 0) AS w, CAST(sum(price) AS BIGINT) AS price,
        max(channel) AS channel, max(fee) AS fee, min(score) AS score, bool_and(ok) AS ok, max(day_) AS day_,
        min(words) AS words, max(ts) AS ts
    FROM (SELECT *, sum(opens) OVER (PARTITION BY auction, bidder ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
        FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (PARTITION BY auction, bidder ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens
            FROM bid WHERE epoch_us(ts) >= late))
    GROUP BY auction, bidder, session)
GROUP BY w

=== rollup in a window ===
SELECT auction, channel, window_end, GROUPING(auction, channel) AS g, $calls
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, ROLLUP(auction, channel)
-- duckdb
SELECT auction, channel, window_end, grouping(auction, channel), $calls, epoch_us(window_end) AS final_
FROM hop_bid(5, 5, 0) WHERE epoch_us(window_end) > late
GROUP BY GROUPING SETS ((window_end, auction, channel), (window_end, auction), (window_end))

=== cube of hops ===
SELECT auction, ok, HOP_END(ts, INTERVAL '3' SECOND, INTERVAL '6' SECOND) AS e, GROUPING(auction, ok) AS g, $calls
FROM bid GROUP BY HOP(ts, INTERVAL '3' SECOND, INTERVAL '6' SECOND), CUBE(auction, ok)
-- duckdb
SELECT auction, ok, window_end, grouping(auction, ok), $calls, epoch_us(window_end) AS final_
FROM hop_bid(3, 6, 0) WHERE epoch_us(window_end) > late
GROUP BY GROUPING SETS ((window_end, auction, ok), (window_end, auction), (window_end, ok), (window_end))

=== cube without a window ===
SELECT auction, ok, GROUPING(auction, ok) AS g, $calls FROM bid GROUP BY CUBE(auction, ok)
-- duckdb
SELECT auction, ok, grouping(auction, ok), $calls FROM bid GROUP BY CUBE(auction, ok)

=== grouping sets of sessions ===
SELECT auction, SESSION_START(ts, INTERVAL '1' SECOND) AS s, SESSION_END(ts, INTERVAL '1' SECOND) AS e, GROUPING(auction) AS g, $calls
FROM bid GROUP BY GROUPING SETS ((auction, SESSION(ts, INTERVAL '1' SECOND)), (SESSION(ts, INTERVAL '1' SECOND)))
-- duckdb
SELECT auction, min(ts), max(ts) + INTERVAL 1 SECOND, 0, $calls, epoch_us(max(ts)) + 1000001 AS final_
FROM (SELECT *, sum(opens) OVER (PARTITION BY auction ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
    FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (PARTITION BY auction ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens
        FROM bid WHERE epoch_us(ts) >= late))
GROUP BY auction, session
UNION ALL SELECT NULL, min(ts), max(ts) + INTERVAL 1 SECOND, 1, $calls, epoch_us(max(ts)) + 1000001
FROM (SELECT *, sum(opens) OVER (ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
    FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens
        FROM bid WHERE epoch_us(ts) >= late))
GROUP BY session

=== over the last rows ===
rows: over
SELECT auction, ts, price, words, $calls FROM bid WHERE ts IS NOT NULL
WINDOW w AS (PARTITION BY auction ORDER BY ts ROWS 3 PRECEDING)
-- duckdb
SELECT auction, ts, price, words, $calls, epoch_us(ts) + 1 AS final_ FROM bid WHERE epoch_us(ts) >= late
WINDOW w AS (PARTITION BY auction ORDER BY ts, arrival ROWS 3 PRECEDING)

=== over the last seconds ===
rows: over
SELECT auction, ts, price, words, $calls FROM bid WHERE ts IS NOT NULL
WINDOW w AS (PARTITION BY auction ORDER BY ts RANGE INTERVAL '3' SECOND PRECEDING)
-- duckdb
SELECT auction, ts, price, words, $calls, epoch_us(ts) + 1 AS final_ FROM bid WHERE epoch_us(ts) >= late
WINDOW w AS (PARTITION BY auction ORDER BY ts RANGE INTERVAL 3 SECOND PRECEDING)

=== over all so far ===
rows: over
SELECT ts, price, words, $calls FROM bid WHERE ts IS NOT NULL WINDOW w AS (ORDER BY ts)
-- duckdb
SELECT ts, price, words, $calls, epoch_us(ts) + 1 AS final_ FROM bid WHERE epoch_us(ts) >= late WINDOW w AS (ORDER BY ts)

=== over changes ===
rows: unordered
SELECT auction, $calls FROM (SELECT auction, bidder, SUM(price) AS price, MAX(channel) AS channel,
    MAX(fee) AS fee, MIN(score) AS score, EVERY(ok) AS ok, MAX(day_) AS day_, MIN(words) AS words,
    MAX(ts) AS ts FROM bid GROUP BY auction, bidder) AS changing
GROUP BY auction
-- duckdb
SELECT auction, $calls FROM changing GROUP BY auction

=== windows over changes ===
rows: unordered
SELECT HOP_START(latest, INTERVAL '2' SECOND, INTERVAL '6' SECOND) AS s, $calls
FROM (SELECT auction, bidder, SUM(price) AS price, MAX(channel) AS channel,
    MAX(fee) AS fee, MIN(score) AS score, EVERY(ok) AS ok, MAX(day_) AS day_, MIN(words) AS words,
    MAX(ts) AS ts, MAX(ts) AS latest FROM bid GROUP BY auction, bidder) AS changing
GROUP BY HOP(latest, INTERVAL '2' SECOND, INTERVAL '6' SECOND)
-- duckdb
SELECT make_timestamp(w), $calls
FROM (SELECT *, unnest(range(window_start_at(epoch_us(ts) - 6000000, 2, 0) + 2000000, window_start_at(epoch_us(ts), 2, 0) + 1, 2000000)) AS w
    FROM changing)
GROUP BY w
