/**
 * What programs test their queries with, in whatever test framework: a {@linkplain io.millrace.sql.Session#memoryStream
 * stream to add rows to}, a clock to advance, a query whose rows are looked at micro-batch by micro-batch, and the same as
 * SQL scripts.
 *
 * <pre>
 * TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
 * try (Session session = Session.builder().clock(clock).build()) {
 *     MemoryStream bids = session.memoryStream("bid", "auction BIGINT, price INTEGER");
 *     try (QueryTest test = QueryTest.of(bids.toDF().groupBy("auction").sum("price"))) {
 *         bids.add(1, 10).add(2, 5);
 *         test.assertRows(Row.of(1L, 10L), Row.of(2L, 5L));
 *     }
 * }
 * </pre>
 *
 * <p>Looks odd, is meant: it is in the module of the session, since it needs no library of tests, and in a package below
 * it: the engine has a package {@code io.millrace.testing} for those who extend it, and a package belongs to one jar.
 */
package io.millrace.sql.testing;
