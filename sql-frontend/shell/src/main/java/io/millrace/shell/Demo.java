package io.millrace.shell;

/** The SQL that {@code demo} runs: what bidders want most, over the last ten seconds, every two seconds. */
final class Demo {
    private static final long LIVE_ROWS_PER_SECOND = 40_000;

    private Demo() {}

    /**
     * @param rows how many bids there are; null for an endless auction at a rate that a reader can follow
     */
    static String script(Long rows) {
        String option = rows == null ? "'rows-per-second'='" + LIVE_ROWS_PER_SECOND + "'" : "'rows'='" + rows + "'";
        return """
                CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', %s);

                SELECT STREAM window_end, auction, COUNT(*) AS bids, MAX(price) AS top_price
                FROM TABLE(HOP(TABLE bid, DESCRIPTOR(date_time), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
                GROUP BY auction, window_start, window_end
                HAVING COUNT(*) >= 800;
                """.formatted(option);
    }
}
