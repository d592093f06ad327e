-- Aggregates by groups, one call in a line; behind " -- " DuckDB's way to say it where that is another one. "@" stands where
-- OVER goes, in those that may have it. "arrival" in DuckDB's way is the place of a row among all that have arrived.

=== basics ===
COUNT(*)@
COUNT(channel)@
SUM(price)@
SUM(fee)@
SUM(score)@
AVG(price)@
AVG(fee)@ -- CAST(avg(fee)@ AS DECIMAL(38, 6))
MIN(price)@
MAX(score)@
MIN(words)@
MAX(fee)@
MIN(day_)@
MAX(ts)@
MIN(ok)@
COUNT(*) FILTER (WHERE ok)@
MAX(channel) FILTER (WHERE price > 40)@
=== distinct ===
COUNT(DISTINCT bidder)
COUNT(DISTINCT channel) FILTER (WHERE price > 20)
SUM(DISTINCT price)
SUM(DISTINCT score) FILTER (WHERE ok)
AVG(DISTINCT price)
COUNT(DISTINCT fee)
COUNT(DISTINCT channel, ok) -- count(DISTINCT CASE WHEN channel IS NOT NULL AND ok IS NOT NULL THEN channel || ok END)
MIN(DISTINCT day_)
SUM(price)@
=== spread ===
VAR_POP(price)@
VAR_SAMP(score)@
STDDEV_POP(fee)@
STDDEV_SAMP(price)@
VARIANCE(DISTINCT price)
STDDEV(score) FILTER (WHERE ok)@
=== pairs ===
ROUND(COVAR_POP(price, score)@ + 0.0000003, 6)
ROUND(COVAR_SAMP(price, fee)@ + 0.0000003, 6)
CASE WHEN STDDEV_POP(price) FILTER (WHERE score IS NOT NULL)@ > 0.001 AND STDDEV_POP(score) FILTER (WHERE price IS NOT NULL)@ > 0.001 THEN ROUND(CORR(price, score)@ + 0.0000003, 6) END
CASE WHEN STDDEV_POP(price) FILTER (WHERE score IS NOT NULL)@ > 0.001 AND STDDEV_POP(score) FILTER (WHERE price IS NOT NULL)@ > 0.001 THEN ROUND(REGR_R2(price, score)@ + 0.0000003, 6) END
REGR_COUNT(price, score)@
ROUND(REGR_SXY(price, score)@ + 0.0000003, 6)
ROUND(REGR_AVGX(price, score)@ + REGR_AVGY(price, score)@ + REGR_SXX(price, score)@ + REGR_SYY(price, score)@ + 0.0000003, 6)
CASE WHEN STDDEV_POP(score) FILTER (WHERE price IS NOT NULL)@ > 0.001 THEN ROUND(REGR_SLOPE(price, score)@ + REGR_INTERCEPT(price, score)@ + 0.0000003, 6) END
=== truth and bits ===
EVERY(ok)@ -- bool_and(ok)@
SOME(ok)@ -- bool_or(ok)@
BOOL_AND(ok) FILTER (WHERE price > 50)@
BOOL_OR(DISTINCT price > 90)
BIT_AND(price)@
BIT_OR(price)@
BIT_XOR(price)@
BIT_XOR(DISTINCT price)
BIT_OR(CAST(price AS INTEGER)) FILTER (WHERE ok)@
COUNT(price, score)@ -- count(CASE WHEN price IS NOT NULL AND score IS NOT NULL THEN 1 END)@
=== choices by arrival ===
FIRST_VALUE(price) -- first(price ORDER BY arrival)
LAST_VALUE(channel) -- last(channel ORDER BY arrival)
LAST_VALUE(channel) IGNORE NULLS -- last(channel ORDER BY arrival) FILTER (WHERE channel IS NOT NULL)
FIRST_VALUE(fee) FILTER (WHERE ok) -- first(fee ORDER BY arrival) FILTER (WHERE ok)
ANY_VALUE(score) -- any_value(score ORDER BY arrival)
ARG_MIN(words, price) -- first(words ORDER BY price, arrival) FILTER (WHERE price IS NOT NULL)
MAX_BY(fee, channel) -- first(fee ORDER BY channel DESC, arrival) FILTER (WHERE channel IS NOT NULL)
LAST_VALUE(price) WITHIN GROUP (ORDER BY channel NULLS LAST) -- last(price ORDER BY channel NULLS LAST, arrival)
=== lists by arrival ===
ARRAY_AGG(words) -- list(words ORDER BY arrival)
ARRAY_AGG(price) IGNORE NULLS -- list(price ORDER BY arrival) FILTER (WHERE price IS NOT NULL)
LISTAGG(channel) -- string_agg(channel, ',' ORDER BY arrival)
LISTAGG(channel, '; ') WITHIN GROUP (ORDER BY channel DESC) -- string_agg(channel, '; ' ORDER BY channel DESC)
STRING_AGG(words, '-' ORDER BY day_ DESC NULLS LAST) FILTER (WHERE price > 20) -- string_agg(words, '-' ORDER BY day_ DESC NULLS LAST, arrival) FILTER (WHERE price > 20)
=== choices ===
ARG_MAX(channel, channel)@ -- max(channel)@
MIN_BY(price, price)@ -- min(price)@
FIRST_VALUE(price) WITHIN GROUP (ORDER BY price DESC) -- max(price)
LISTAGG(DISTINCT channel, '-') WITHIN GROUP (ORDER BY channel) -- string_agg(DISTINCT channel, '-' ORDER BY channel)
CARDINALITY(COLLECT(price)) -- nullif(count(price), 0)
CARDINALITY(ARRAY_AGG(DISTINCT price)) -- count(DISTINCT coalesce(price, -1))
LISTAGG(CAST(price AS VARCHAR), ' ') WITHIN GROUP (ORDER BY price) -- string_agg(price, ' ' ORDER BY price)
LISTAGG(CAST(bidder AS VARCHAR)) WITHIN GROUP (ORDER BY bidder DESC) FILTER (WHERE ok) -- string_agg(bidder, ',' ORDER BY bidder DESC) FILTER (WHERE ok)
=== percentiles ===
MEDIAN(price)
MEDIAN(DISTINCT score)
MEDIAN(fee) FILTER (WHERE ok) -- CAST(median(CAST(fee AS DOUBLE)) FILTER (WHERE ok) AS DOUBLE)
PERCENTILE_CONT(0.1) WITHIN GROUP (ORDER BY price) -- quantile_cont(price, 0.1)
PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY score DESC) -- quantile_cont(score, 0.1)
PERCENTILE_CONT(1) WITHIN GROUP (ORDER BY price) -- max(price)
PERCENTILE_DISC(0.3) WITHIN GROUP (ORDER BY price) -- quantile_disc(price, 0.3)
PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY channel) -- quantile_disc(channel, 0.5)
PERCENTILE_DISC(0) WITHIN GROUP (ORDER BY ts DESC) -- max(ts)
=== estimates ===
APPROX_COUNT_DISTINCT(channel)@ -- count(DISTINCT channel)@
APPROX_COUNT_DISTINCT(ok) FILTER (WHERE price > 10)@ -- count(DISTINCT ok) FILTER (WHERE price > 10)@
CASE WHEN ABS(APPROX_PERCENTILE(price, 0.3) - PERCENTILE_DISC(0.3) WITHIN GROUP (ORDER BY price)) <= 0.005 * ABS(PERCENTILE_DISC(0.3) WITHIN GROUP (ORDER BY price)) + 0.5 THEN TRUE WHEN COUNT(price) = 0 THEN TRUE ELSE FALSE END -- true
CASE WHEN ABS(APPROX_PERCENTILE(score, 0.9) - PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY score)) <= 0.00500001 * ABS(PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY score)) THEN TRUE WHEN COUNT(score) = 0 THEN TRUE ELSE FALSE END -- true
