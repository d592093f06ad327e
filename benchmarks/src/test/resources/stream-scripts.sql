-- Queries whose result table is compared with DuckDB's answer after every micro-batch.
--
-- A script begins with its name between two equals signs. "modes" are the output modes it runs in, beside the plain
-- SELECT that every script is run as, too; "changes" counts the copies of each row in update mode, for queries without
-- a key. Under "final" stands the condition by which a row of the answer is final, for
-- the append mode, with :w for the watermark in microseconds. Then the query; and, below "duckdb", DuckDB's way to say it
-- where that is another one. "setup" lines are statements for both.
--
-- Windows with all aggregates are in window-kinds.sql.
--
-- In DuckDB, hop_bid(slide, size, offset) and hop_auction(...) are the rows, each once for every window it is in.

=== filter and projection ===
modes: append
SELECT auction, price * 2 + 1 AS p, channel FROM bid WHERE price > 50 AND channel <> 'web'

=== three-valued logic ===
modes: append
SELECT auction, price > 50 AND ok AS a, price > 50 OR ok AS o, NOT ok AS n, ok IS TRUE AS t, ok IS NOT FALSE AS f
FROM bid WHERE (price > 30 OR NOT ok) IS NOT TRUE

=== case, cast and coalesce ===
modes: append
SELECT CASE WHEN price IS NULL THEN 'none' WHEN price > 50 THEN 'high' ELSE 'low' END AS level,
    CAST(price AS VARCHAR) AS price_text, CAST(price AS DOUBLE) / 3 AS third, CAST(ts AS DATE) AS day_of,
    COALESCE(channel, 'unknown') AS channel, NULLIF(channel, 'web') AS other, CAST(fee AS DOUBLE) AS fee_double,
    CAST('12' AS INTEGER) + auction AS more
FROM bid

=== integer arithmetic ===
modes: append
SELECT auction, (price - 50) / 7 AS quotient, MOD(price - 50, 7) AS rest, ABS(price - 50) AS distance, -price AS negative
FROM bid
-- duckdb
SELECT auction, (price - 50) // 7, (price - 50) % 7, ABS(price - 50), -price FROM bid

=== decimals and doubles ===
modes: append
SELECT fee * 3 AS f3, fee + 0.125 AS f, CAST(fee * price AS DECIMAL(20, 4)) AS fp, score * 2 AS s2, FLOOR(score) AS below,
    CEIL(score) AS above
FROM bid WHERE score IS NOT NULL

=== strings ===
modes: append
SELECT UPPER(channel) AS u, LOWER(words) AS l, SUBSTRING(words FROM 2 FOR 3) AS s, CHAR_LENGTH(words) AS n,
    TRIM('  ' || channel || ' ') AS t, POSITION('e' IN words) AS p, channel || '-' || words AS c,
    REPLACE(words, 'e', '.') AS r
FROM bid WHERE words LIKE '%é%' OR channel LIKE 'a_p'
-- duckdb
SELECT upper(channel), lower(words), substring(words, 2, 3), length(words), trim('  ' || channel || ' '),
    position('e' IN words), channel || '-' || words, replace(words, 'e', '.')
FROM bid WHERE words LIKE '%é%' OR channel LIKE 'a_p'

=== dates and times ===
modes: append
SELECT EXTRACT(YEAR FROM ts) AS y, EXTRACT(MONTH FROM ts) AS m, EXTRACT(DAY FROM ts) AS d, EXTRACT(HOUR FROM ts) AS h,
    EXTRACT(MINUTE FROM ts) AS mi, FLOOR(ts TO MINUTE) AS minute_start, FLOOR(ts TO HOUR) AS hour_start,
    ts + INTERVAL '1' DAY AS tomorrow, ts - INTERVAL '0.000001' SECOND AS just_before, day_ + INTERVAL '1' MONTH AS next_month
FROM bid
-- duckdb
SELECT year(ts), month(ts), day(ts), hour(ts), minute(ts), date_trunc('minute', ts), date_trunc('hour', ts),
    ts + INTERVAL 1 DAY, ts - INTERVAL 1 MICROSECOND, CAST(day_ + INTERVAL 1 MONTH AS DATE)
FROM bid

=== tumble in the group clause ===
modes: update, append, complete
final: "window_end" <= make_timestamp(:w)
SELECT auction, TUMBLE_START(ts, INTERVAL '10' SECOND) AS window_start, TUMBLE_END(ts, INTERVAL '10' SECOND) AS window_end,
    COUNT(*) AS n, SUM(price) AS total, MIN(price) AS lowest, MAX(channel) AS last_channel, AVG(price) AS average
FROM bid GROUP BY auction, TUMBLE(ts, INTERVAL '10' SECOND)
-- duckdb
SELECT auction, window_start, window_end, count(*), sum(price), min(price), max(channel), avg(price)
FROM hop_bid(10, 10, 0) GROUP BY auction, window_start, window_end

=== tumble as a table function ===
modes: update, append, complete
final: "window_end" <= make_timestamp(:w)
SELECT bidder, window_start, window_end, window_time, COUNT(price) AS n, SUM(fee) AS fees, SUM(score) AS scores
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND))
GROUP BY bidder, window_start, window_end, window_time
-- duckdb
SELECT bidder, window_start, window_end, window_end - INTERVAL 1 MICROSECOND, count(price), sum(fee), sum(score)
FROM hop_bid(5, 5, 0) GROUP BY bidder, window_start, window_end

=== windowed rows that are not grouped ===
modes: append
SELECT auction, price, window_start, window_end
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) WHERE price < 20
-- duckdb
SELECT auction, price, window_start, window_end FROM hop_bid(5, 10, 0) WHERE price < 20

=== having that comes and goes ===
modes: update, complete
SELECT auction, COUNT(*) AS n, MAX(price) AS highest FROM bid GROUP BY auction
HAVING COUNT(*) > 2 AND MAX(price) < 90

=== having in windows ===
modes: update, append, complete
final: "window_end" <= make_timestamp(:w)
SELECT auction, window_end, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY auction, window_start, window_end HAVING COUNT(*) BETWEEN 2 AND 3
-- duckdb
SELECT auction, window_end, count(*) FROM hop_bid(10, 10, 0)
GROUP BY auction, window_start, window_end HAVING count(*) BETWEEN 2 AND 3

=== union all ===
modes: append
SELECT auction AS id, price AS v, 'bid' AS kind FROM bid WHERE price > 80
UNION ALL SELECT id, seller, 'auction' FROM auction
UNION ALL SELECT bidder, price, 'low' FROM bid WHERE price < 10

=== aggregate over a union ===
modes: update, complete
SELECT id, COUNT(*) AS n, SUM(v) AS total
FROM (SELECT auction AS id, price AS v FROM bid UNION ALL SELECT id, seller FROM auction) AS u
GROUP BY id

=== window over a union ===
modes: update, append
final: "window_end" <= make_timestamp(:w)
SELECT window_end, COUNT(*) AS n, COUNT(DISTINCT id) AS ids
FROM TABLE(HOP((SELECT auction AS id, ts FROM bid UNION ALL SELECT id, ts FROM auction), DESCRIPTOR(ts),
    INTERVAL '5' SECOND, INTERVAL '10' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT window_end, count(*), count(DISTINCT id)
FROM (SELECT auction AS id, window_start, window_end FROM hop_bid(5, 10, 0)
    UNION ALL SELECT id, window_start, window_end FROM hop_auction(5, 10, 0))
GROUP BY window_start, window_end

=== window over a common table expression, by name ===
modes: update, append
final: "window_end" <= make_timestamp(:w)
SELECT window_end, COUNT(*) AS n
FROM TABLE(TUMBLE(DATA => (WITH high AS (SELECT ts FROM bid WHERE price > 50) SELECT * FROM high UNION ALL SELECT ts FROM auction),
    TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '5' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT window_end, count(*)
FROM (SELECT window_end FROM hop_bid(5, 5, 0) WHERE price > 50 UNION ALL SELECT window_end FROM hop_auction(5, 5, 0))
GROUP BY window_end

=== subquery ===
modes: append
SELECT p, channel FROM (SELECT price / 10 AS p, channel, ok FROM bid WHERE ok) AS b WHERE p > 3
-- duckdb
SELECT p, channel FROM (SELECT price // 10 AS p, channel, ok FROM bid WHERE ok) AS b WHERE p > 3

=== common table expressions ===
modes: update, complete
WITH high AS (SELECT * FROM bid WHERE price > 40), by_channel AS (SELECT channel, COUNT(*) AS n FROM high GROUP BY channel)
SELECT channel, n * 10 AS n10 FROM by_channel WHERE n > 1

=== view ===
modes: update, complete
setup: CREATE VIEW high_bid AS SELECT auction, price, channel FROM bid WHERE price > 40
SELECT auction, COUNT(*) AS n, SUM(price) AS total FROM high_bid GROUP BY auction

=== view over a view with windows ===
modes: update, append
final: "window_end" <= make_timestamp(:w)
setup: CREATE VIEW named AS SELECT auction, price, ts FROM bid WHERE channel IS NOT NULL
SELECT window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE named, DESCRIPTOR(ts), INTERVAL '5' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT window_end, count(*) FROM hop_bid(5, 5, 0) WHERE channel IS NOT NULL GROUP BY window_start, window_end

=== join within an interval ===
modes: append
SELECT b.auction, b.price, a.category, b.ts, a.ts AS opened
FROM bid AS b JOIN auction AS a ON b.auction = a.id AND b.ts BETWEEN a.ts AND a.ts + INTERVAL '6' SECOND

=== join within an interval, with a condition ===
modes: append
SELECT b.auction, b.price, a.seller
FROM auction AS a JOIN bid AS b
ON b.auction = a.id AND b.ts >= a.ts - INTERVAL '3' SECOND AND b.ts < a.ts + INTERVAL '3' SECOND AND b.price > a.seller

=== join without a bound ===
modes: append
SELECT b.price, a.category, a.id FROM bid AS b INNER JOIN auction AS a ON b.auction = a.id WHERE b.price > 60

=== join by two keys ===
modes: append
SELECT a.id, b.bidder FROM bid AS b, auction AS a WHERE b.auction = a.id AND b.channel = a.category

=== aggregate over a join ===
modes: update, complete
SELECT a.category, COUNT(*) AS n, MAX(b.price) AS highest, AVG(b.price) AS average
FROM bid AS b JOIN auction AS a ON b.auction = a.id GROUP BY a.category

=== join of two aggregates ===
modes: update, complete
SELECT b.auction, b.n, a.m
FROM (SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction) AS b
JOIN (SELECT id, COUNT(*) AS m FROM auction GROUP BY id) AS a ON b.auction = a.id

=== join of windows ===
modes: append
final: "window_end" <= make_timestamp(:w)
SELECT b.auction, b.window_end, b.n, a.m
FROM (SELECT auction, window_start, window_end, COUNT(*) AS n
    FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY auction, window_start, window_end) AS b
JOIN (SELECT id, window_start, window_end, COUNT(*) AS m
    FROM TABLE(TUMBLE(TABLE auction, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY id, window_start, window_end) AS a
ON b.auction = a.id AND b.window_start = a.window_start AND b.window_end = a.window_end
-- duckdb
SELECT b.auction, b.window_end, b.n, a.m
FROM (SELECT auction, window_end, count(*) AS n FROM hop_bid(10, 10, 0) GROUP BY ALL) AS b
JOIN (SELECT id, window_end, count(*) AS m FROM hop_auction(10, 10, 0) GROUP BY ALL) AS a
ON b.auction = a.id AND b.window_end = a.window_end

=== self join ===
modes: append
SELECT x.price, y.price AS other FROM bid AS x JOIN bid AS y ON x.auction = y.bidder AND x.price < y.price

=== select distinct ===
modes: append, update, complete
SELECT DISTINCT channel, ok FROM bid

=== aggregate over an aggregate ===
modes: update, complete
SELECT n, COUNT(*) AS auctions, MIN(highest) AS lowest_highest
FROM (SELECT auction, COUNT(*) AS n, MAX(price) AS highest FROM bid GROUP BY auction) AS a
GROUP BY n

=== distinct over an aggregate ===
modes: update, complete
SELECT DISTINCT n FROM (SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction) AS a

=== extremes and distinct counts over an aggregate ===
modes: update, complete
SELECT MAX(n) AS most, MIN(n) AS fewest, COUNT(DISTINCT n) AS different, SUM(n) AS rows_
FROM (SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction) AS a

=== highest count of each window ===
modes: update, complete
SELECT window_end, MAX(n) AS most
FROM (SELECT auction, window_start, window_end, COUNT(*) AS n
    FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
    GROUP BY auction, window_start, window_end) AS w
GROUP BY window_end
-- duckdb
SELECT window_end, max(n) FROM (SELECT auction, window_end, count(*) AS n FROM hop_bid(2, 10, 0) GROUP BY ALL)
GROUP BY window_end

=== word count ===
modes: update, complete
SELECT word, COUNT(*) AS n FROM bid CROSS JOIN UNNEST(SPLIT(words, ' ')) AS w (word) GROUP BY word
-- duckdb
SELECT word, count(*) FROM (SELECT unnest(string_split(words, ' ')) AS word FROM bid) GROUP BY word

=== words ===
modes: append
SELECT auction, UPPER(word) AS w FROM bid, UNNEST(SPLIT(words, ' ')) AS w (word) WHERE word <> 'the'
-- duckdb
SELECT auction, upper(word) FROM (SELECT auction, unnest(string_split(words, ' ')) AS word FROM bid) WHERE word <> 'the'

=== word count in windows ===
modes: update, append
final: "window_end" <= make_timestamp(:w)
SELECT word, window_end, COUNT(*) AS n
FROM TABLE(HOP((SELECT ts, word FROM bid CROSS JOIN UNNEST(SPLIT(words, ' ')) AS w (word)), DESCRIPTOR(ts),
    INTERVAL '5' SECOND, INTERVAL '10' SECOND))
GROUP BY word, window_start, window_end
-- duckdb
SELECT word, window_end, count(*)
FROM (SELECT window_end, unnest(string_split(words, ' ')) AS word FROM hop_bid(5, 10, 0)) GROUP BY word, window_end

=== without groups ===
modes: update, complete
SELECT COUNT(*) AS n, SUM(price) AS total, MAX(channel) AS c, AVG(score) AS s, COUNT(DISTINCT auction) AS auctions
FROM bid WHERE auction > 1

=== groups of no rows yet ===
modes: update, complete
SELECT COUNT(*) AS n, SUM(price) AS total, MIN(ts) AS first_ts FROM bid WHERE price > 97

=== keys that are expressions ===
modes: update, complete
SELECT MOD(price, 7) AS rest, CASE WHEN ok THEN 'yes' ELSE 'no' END AS okay, COUNT(*) AS n, SUM(fee) AS fees
FROM bid GROUP BY MOD(price, 7), CASE WHEN ok THEN 'yes' ELSE 'no' END
-- duckdb
SELECT price % 7, CASE WHEN ok THEN 'yes' ELSE 'no' END, count(*), sum(fee) FROM bid GROUP BY 1, 2

=== first rows in order ===
modes:
ordered: true
SELECT auction, price, ts FROM bid WHERE price IS NOT NULL AND ts IS NOT NULL
ORDER BY price DESC, ts, auction, bidder, words LIMIT 7
-- duckdb
SELECT auction, price, ts FROM bid WHERE price IS NOT NULL AND ts IS NOT NULL
ORDER BY price DESC, ts, auction, bidder, words LIMIT 7

=== order of groups ===
modes:
ordered: true
SELECT channel, COUNT(*) AS n, SUM(price) AS total FROM bid WHERE channel IS NOT NULL
GROUP BY channel ORDER BY n DESC, channel LIMIT 3 OFFSET 1

=== over the last rows ===
modes: append, changes, complete
final: "ts" < make_timestamp(:w)
SELECT auction, ts, price, SUM(price) OVER w AS total, COUNT(*) OVER w AS n, AVG(price) OVER w AS average,
    MIN(price) OVER w AS lowest, MAX(channel) OVER w AS channel, SUM(score) OVER w AS scores, SUM(fee) OVER w AS fees
FROM bid WINDOW w AS (PARTITION BY auction ORDER BY ts ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)
-- duckdb
SELECT auction, ts, price, sum(price) OVER w, count(*) OVER w, avg(price) OVER w, min(price) OVER w, max(channel) OVER w,
    sum(score) OVER w, sum(fee) OVER w
FROM bid WINDOW w AS (PARTITION BY auction ORDER BY ts, rowid ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)

=== over the last seconds ===
modes: append, changes, complete
final: "ts" < make_timestamp(:w)
SELECT auction, ts, price, SUM(price) OVER w AS total, COUNT(channel) OVER w AS n, SUM(fee) OVER w AS fees,
    MAX(price) OVER w AS highest, MIN(words) OVER w AS words, AVG(score) OVER w AS scores, MAX(day_) OVER w AS day_
FROM bid WHERE ts IS NOT NULL
WINDOW w AS (PARTITION BY auction ORDER BY ts RANGE BETWEEN INTERVAL '3' SECOND PRECEDING AND CURRENT ROW)
-- duckdb
SELECT auction, ts, price, sum(price) OVER w, count(channel) OVER w,
    sum(fee) OVER w, max(price) OVER w, min(words) OVER w,
    avg(score) OVER w, max(day_) OVER w
FROM bid WHERE ts IS NOT NULL
WINDOW w AS (PARTITION BY auction ORDER BY ts RANGE BETWEEN INTERVAL '3' SECOND PRECEDING AND CURRENT ROW)

=== over the last seconds or the last rows ===
modes: append, changes, complete
final: "ts" < make_timestamp(:w)
SELECT bidder, ts, COUNT(*) OVER w AS n, SUM(price) OVER w AS total, MAX(score) OVER w AS highest
FROM bid WHERE ts IS NOT NULL
WINDOW w AS (PARTITION BY bidder ORDER BY ts ROWS BETWEEN (2, INTERVAL '2' SECOND) PRECEDING AND CURRENT ROW)
-- duckdb
SELECT bidder, ts, len(l), list_sum(list_transform(l, lambda b: b.price))::BIGINT, list_max(list_transform(l, lambda b: b.score))
FROM (SELECT bidder, ts, list_filter(list({'ts': b.ts, 'price': b.price, 'score': b.score}) OVER w,
        lambda other: other.ts >= b.ts - INTERVAL 2 SECOND) AS l
    FROM (SELECT *, rowid AS r FROM bid) AS b WHERE ts IS NOT NULL
    WINDOW w AS (PARTITION BY bidder ORDER BY ts, r ROWS BETWEEN 2 PRECEDING AND CURRENT ROW))

=== over all so far ===
modes: append, changes, complete
final: "ts" < make_timestamp(:w)
SELECT channel, ts, COUNT(*) OVER (PARTITION BY channel ORDER BY ts) AS n, SUM(price) OVER (PARTITION BY channel ORDER BY ts) AS total,
    MAX(price) OVER (PARTITION BY channel ORDER BY ts ROWS UNBOUNDED PRECEDING) AS highest,
    ROW_NUMBER() OVER (PARTITION BY channel ORDER BY ts) AS number_, RANK() OVER (PARTITION BY channel ORDER BY ts) AS rank_
FROM bid
-- duckdb
SELECT channel, ts, count(*) OVER (PARTITION BY channel ORDER BY ts), sum(price) OVER (PARTITION BY channel ORDER BY ts),
    max(price) OVER (PARTITION BY channel ORDER BY ts, rowid ROWS UNBOUNDED PRECEDING),
    row_number() OVER (PARTITION BY channel ORDER BY ts, rowid), rank() OVER (PARTITION BY channel ORDER BY ts)
FROM bid

=== over without partitions, values of other rows ===
modes: append, changes, complete
final: "ts" < make_timestamp(:w)
SELECT ts, price, LAG(price) OVER (ORDER BY ts) AS before, LAG(channel, 3, 'none') OVER (ORDER BY ts) AS third,
    FIRST_VALUE(price) OVER (ORDER BY ts ROWS 2 PRECEDING) AS first_,
    LAST_VALUE(price) OVER (ORDER BY ts ROWS 2 PRECEDING) AS last_,
    price - LAG(price) OVER (ORDER BY ts) AS step
FROM bid
-- duckdb
SELECT ts, price, lag(price) OVER w, lag(channel, 3, 'none') OVER w,
    first_value(price) OVER (ORDER BY ts, rowid ROWS 2 PRECEDING),
    last_value(price) OVER (ORDER BY ts, rowid ROWS 2 PRECEDING), price - lag(price) OVER w
FROM bid WINDOW w AS (ORDER BY ts, rowid)

=== over with a filter ===
modes: append, changes
final: "ts" < make_timestamp(:w)
SELECT auction, ts, COUNT(*) FILTER (WHERE price > 50) OVER w AS high, SUM(price) FILTER (WHERE ok) OVER w AS total
FROM bid WINDOW w AS (PARTITION BY auction ORDER BY ts RANGE INTERVAL '5' SECOND PRECEDING)

=== over by several partitions and orders ===
modes: append, changes, complete
final: "ts" < make_timestamp(:w)
SELECT auction, bidder, ts, COUNT(*) OVER (PARTITION BY auction ORDER BY ts RANGE INTERVAL '3' SECOND PRECEDING) AS of_auction,
    COUNT(*) OVER (PARTITION BY bidder ORDER BY ts RANGE INTERVAL '3' SECOND PRECEDING) AS of_bidder,
    SUM(price) OVER (ORDER BY ts RANGE CURRENT ROW) AS at_once
FROM bid WHERE ts IS NOT NULL

=== over by price ===
modes: changes, complete
SELECT channel, price, RANK() OVER (PARTITION BY channel ORDER BY price DESC NULLS LAST) AS rank_,
    SUM(price) OVER (PARTITION BY channel ORDER BY price NULLS FIRST) AS total, COUNT(*) OVER (PARTITION BY channel) AS n
FROM bid

=== the dearest three ===
modes: changes, complete
SELECT auction, price, bidder FROM (SELECT auction, price, bidder, ROW_NUMBER() OVER (PARTITION BY auction
    ORDER BY price DESC, ts NULLS LAST, bidder, words NULLS FIRST, channel NULLS FIRST, score NULLS FIRST) AS number_
    FROM bid WHERE price IS NOT NULL)
WHERE number_ <= 3
-- duckdb
SELECT auction, price, bidder FROM (SELECT auction, price, bidder, row_number() OVER (PARTITION BY auction
    ORDER BY price DESC, ts, bidder, words NULLS FIRST, channel NULLS FIRST, score NULLS FIRST) AS number_
    FROM bid WHERE price IS NOT NULL)
WHERE number_ <= 3

=== over rows that change ===
modes: changes, complete
SELECT auction, n, SUM(n) OVER (ORDER BY n DESC, auction NULLS FIRST) AS running,
    LAG(n) OVER (ORDER BY n DESC, auction NULLS FIRST) AS before
FROM (SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction)

=== over the results of windows ===
modes: append, changes, complete
final: "window_end" <= make_timestamp(:w)
SELECT auction, window_end, n, SUM(n) OVER (PARTITION BY auction ORDER BY window_end ROWS 2 PRECEDING) AS last_three,
    n - LAG(n, 1, 0) OVER (PARTITION BY auction ORDER BY window_end) AS more
FROM (SELECT auction, window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND))
    GROUP BY auction, window_start, window_end)
-- duckdb
SELECT auction, window_end, n, sum(n) OVER (PARTITION BY auction ORDER BY window_end ROWS 2 PRECEDING),
    n - lag(n, 1, 0) OVER (PARTITION BY auction ORDER BY window_end)
FROM (SELECT auction, window_end, count(*) AS n FROM hop_bid(2, 2, 0) GROUP BY auction, window_start, window_end)

=== windows over over ===
modes: append, changes
final: "window_end" <= make_timestamp(:w)
SELECT window_end, MAX(total) AS highest, COUNT(*) AS n
FROM TABLE(TUMBLE((SELECT ts, SUM(price) OVER (PARTITION BY auction ORDER BY ts ROWS 2 PRECEDING) AS total FROM bid),
    DESCRIPTOR(ts), INTERVAL '5' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT make_timestamp(((epoch_us(ts) + 1000000000000000) // 5000000 + 1) * 5000000 - 1000000000000000) AS window_end,
    max(total), count(*)
FROM (SELECT ts, sum(price) OVER (PARTITION BY auction ORDER BY ts, rowid ROWS 2 PRECEDING) AS total FROM bid)
WHERE ts IS NOT NULL GROUP BY 1

=== rows with their sessions, filtered ===
modes: append, complete
final: "window_end" < make_timestamp(:w)
SELECT auction, price, window_start, window_end
FROM TABLE(SESSION(TABLE bid PARTITION BY auction, DESCRIPTOR(ts), INTERVAL '1' SECOND)) WHERE price > 30
-- duckdb
SELECT auction, price, s, e FROM (SELECT *, min(ts) OVER (PARTITION BY auction, session) AS s,
    max(ts) OVER (PARTITION BY auction, session) + INTERVAL 1 SECOND AS e
    FROM (SELECT *, sum(opens) OVER (PARTITION BY auction ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
        FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (PARTITION BY auction ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens
            FROM bid WHERE ts IS NOT NULL)))
WHERE price > 30

=== sessions by one key, groups by another ===
modes: update, append, complete
final: "window_end" < make_timestamp(:w)
SELECT bidder, window_end, COUNT(*) AS n
FROM TABLE(SESSION(TABLE bid, DESCRIPTOR(ts), DESCRIPTOR(auction), INTERVAL '1' SECOND))
GROUP BY bidder, window_end
-- duckdb
SELECT bidder, e, count(*) FROM (SELECT *, max(ts) OVER (PARTITION BY auction, session) + INTERVAL 1 SECOND AS e
    FROM (SELECT *, sum(opens) OVER (PARTITION BY auction ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
        FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (PARTITION BY auction ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens
            FROM bid WHERE ts IS NOT NULL)))
GROUP BY bidder, e

=== sessions over rows that change ===
modes: update, complete
SELECT SESSION_START(latest, INTERVAL '1' SECOND) AS s, SESSION_END(latest, INTERVAL '1' SECOND) AS e, COUNT(*) AS n,
    MAX(auction) AS highest
FROM (SELECT auction, bidder, MAX(ts) AS latest FROM bid GROUP BY auction, bidder)
GROUP BY SESSION(latest, INTERVAL '1' SECOND)
-- duckdb
SELECT min(ts), max(ts) + INTERVAL 1 SECOND, count(*), max(auction)
FROM (SELECT *, sum(opens) OVER (ORDER BY ts, opens DESC ROWS UNBOUNDED PRECEDING) AS session
    FROM (SELECT *, CASE WHEN ts <= lag(ts) OVER (ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens
        FROM (SELECT auction, bidder, max(ts) AS ts FROM bid GROUP BY auction, bidder) WHERE ts IS NOT NULL))
GROUP BY session

=== two hours of a zone with half an hour ===
modes: update, append, complete
final: "window_end" <= make_timestamp(:w)
SELECT window_start, window_end, COUNT(*) AS n
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' HOUR, INTERVAL '2' HOUR, 'Asia/Kolkata'))
GROUP BY window_start, window_end
-- duckdb
SELECT window_start, window_end, count(*) FROM hop_bid(3600::BIGINT, 7200::BIGINT, 1800::BIGINT) GROUP BY window_start, window_end

=== over with other aggregates ===
modes: append, changes
final: "ts" < make_timestamp(:w)
SELECT auction, ts, STDDEV_POP(price) OVER w AS deviation, BOOL_AND(ok) OVER w AS all_ok,
    FIRST_VALUE(channel) OVER (PARTITION BY auction ORDER BY ts ROWS UNBOUNDED PRECEDING) AS first_,
    VAR_SAMP(score) OVER (PARTITION BY auction ORDER BY ts ROWS 4 PRECEDING) AS variance
FROM bid WHERE ts IS NOT NULL WINDOW w AS (PARTITION BY auction ORDER BY ts RANGE INTERVAL '4' SECOND PRECEDING)
-- duckdb
SELECT auction, ts, stddev_pop(price) OVER w, bool_and(ok) OVER w,
    first_value(channel) OVER (PARTITION BY auction ORDER BY ts, rowid ROWS UNBOUNDED PRECEDING),
    var_samp(score) OVER (PARTITION BY auction ORDER BY ts, rowid ROWS 4 PRECEDING)
FROM bid WHERE ts IS NOT NULL WINDOW w AS (PARTITION BY auction ORDER BY ts RANGE INTERVAL 4 SECOND PRECEDING)

=== cube without a window ===
modes: complete
SELECT auction, ok, COUNT(*) AS n, COUNT(DISTINCT bidder) AS bidders, GROUPING(ok) AS g
FROM bid GROUP BY CUBE(auction, ok) HAVING COUNT(*) > 1
-- duckdb
SELECT auction, ok, count(*), count(DISTINCT bidder), grouping(ok) FROM bid GROUP BY CUBE(auction, ok) HAVING count(*) > 1

=== grouping sets, a window in one of them ===
modes: complete
SELECT auction, window_start, COUNT(*) AS n, GROUPING(window_start) AS g
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '4' SECOND))
GROUP BY GROUPING SETS ((auction, window_start), (auction))
-- duckdb
SELECT auction, window_start, count(*), grouping(window_start) FROM hop_bid(2, 4, 0)
GROUP BY GROUPING SETS ((auction, window_start), (auction))

=== the last row of each key ===
modes: update, changes, complete
SELECT auction, ts, price, number_ FROM (SELECT auction, ts, price, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY ts DESC) AS number_
    FROM bid WHERE ts IS NOT NULL)
WHERE number_ = 1
-- duckdb
SELECT auction, ts, price, 1 FROM (SELECT *, row_number() OVER (PARTITION BY auction ORDER BY ts DESC, rowid) AS number_
    FROM bid WHERE ts IS NOT NULL)
WHERE number_ = 1

=== the first row of each key ===
modes: append, update, changes
final: "ts" < make_timestamp(:w)
SELECT bidder, ts, price, number_ FROM (SELECT bidder, ts, price, ROW_NUMBER() OVER (PARTITION BY bidder ORDER BY ts) AS number_
    FROM bid WHERE ts IS NOT NULL)
WHERE number_ = 1
-- duckdb
SELECT bidder, ts, price, 1 FROM (SELECT *, row_number() OVER (PARTITION BY bidder ORDER BY ts, rowid) AS number_
    FROM bid WHERE ts IS NOT NULL)
WHERE number_ = 1

=== the first ranks ===
modes: changes, complete
SELECT channel, price, rank_ FROM (SELECT channel, price, RANK() OVER (PARTITION BY channel ORDER BY price DESC NULLS LAST) AS rank_
    FROM bid)
WHERE rank_ < 3

=== the first of what changes ===
modes: update, changes, complete
SELECT auction, n, place FROM (SELECT auction, n, ROW_NUMBER() OVER (ORDER BY n DESC, auction NULLS FIRST) AS place
    FROM (SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction))
WHERE place <= 2

=== the first rows of each key by qualify ===
modes: append, update, changes
final: "ts" < make_timestamp(:w)
SELECT bidder, ts, price, ROW_NUMBER() OVER (PARTITION BY bidder ORDER BY ts) AS number_ FROM bid WHERE ts IS NOT NULL
QUALIFY number_ <= 2
-- duckdb
SELECT bidder, ts, price, row_number() OVER (PARTITION BY bidder ORDER BY ts, rowid) AS number_ FROM bid WHERE ts IS NOT NULL
QUALIFY number_ <= 2

=== the dearest of each key by qualify, without its number ===
modes: update, changes, complete
SELECT price, auction FROM bid WHERE price IS NOT NULL QUALIFY ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC) = 1
-- duckdb
SELECT price, auction FROM bid WHERE price IS NOT NULL QUALIFY row_number() OVER (PARTITION BY auction ORDER BY price DESC) = 1

=== the dearest three by qualify ===
modes: changes, complete
SELECT auction, price, bidder FROM bid WHERE price IS NOT NULL QUALIFY price > 3 AND ROW_NUMBER() OVER (PARTITION BY auction
    ORDER BY price DESC, ts NULLS LAST, bidder, words NULLS FIRST, channel NULLS FIRST, score NULLS FIRST) <= 3
-- duckdb
SELECT auction, price, bidder FROM bid WHERE price IS NOT NULL QUALIFY price > 3 AND row_number() OVER (PARTITION BY auction
    ORDER BY price DESC, ts, bidder, words NULLS FIRST, channel NULLS FIRST, score NULLS FIRST) <= 3

=== the keys with most rows by qualify of an alias ===
modes: changes, complete
SELECT auction, COUNT(*) AS n, RANK() OVER (ORDER BY COUNT(*) DESC) AS place FROM bid GROUP BY auction
HAVING COUNT(*) > 1 QUALIFY place <= 2

=== duplicates within a time that all rows are in ===
modes: append, complete, changes
SELECT auction, price, words FROM TABLE(DEDUPLICATE((SELECT * FROM bid WHERE ts IS NOT NULL) , DESCRIPTOR(ts), DESCRIPTOR(auction),
    INTERVAL '1' DAY)) WHERE price > 20
-- duckdb
SELECT auction, price, words FROM (SELECT *, row_number() OVER (PARTITION BY auction ORDER BY rowid) AS n FROM bid
    WHERE ts IS NOT NULL) WHERE n = 1 AND price > 20

=== windows over rows without duplicates ===
modes: append, update
final: "window_end" <= make_timestamp(:w)
SELECT window_end, COUNT(*) AS n, SUM(price) AS total
FROM TABLE(TUMBLE((SELECT * FROM TABLE(DEDUPLICATE(TABLE bid PARTITION BY bidder, DESCRIPTOR(ts), INTERVAL '1' DAY))),
    DESCRIPTOR(ts), INTERVAL '5' SECOND))
GROUP BY window_start, window_end
-- duckdb
SELECT CAST(to_timestamp(floor(epoch(ts) / 5) * 5 + 5) AT TIME ZONE 'UTC' AS TIMESTAMP) AS window_end, count(*), sum(price)
FROM (SELECT *, row_number() OVER (PARTITION BY bidder ORDER BY rowid) AS n FROM bid WHERE ts IS NOT NULL)
WHERE n = 1 GROUP BY 1
