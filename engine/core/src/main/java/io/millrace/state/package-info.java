/**
 * Keyed state tables and their changes, as operators keep them and checkpoints store them.
 *
 * <pre>
 *   GroupIndex     keys -> dense slots        (knows no value); one class for each shape of key
 *   GroupStore     slots -> running aggregates: one pane, window or table
 *   SegmentedGroups  number -> GroupStore: drops a closed window whole
 *   ValueBag       (slot, value) -> count: DISTINCT, and aggregates that cannot take a row back
 *   NumberBag      slot -> numbers in plain arrays: MEDIAN and its like
 *   Arrangement    key -> rows with weights, in order of arrival: joins, materialised results
 *   Sessions       ranges of time by key that grow and join, with what is aggregated over each
 *   OrderedRows    partition -> rows in order: OVER
 *   KeyedLog       operator, segment, key -> chunks: state in a StateDatabase, for pages of operators
 *   StateChunk     what of all this changed: keyed columns, the one form a checkpoint sees
 * </pre>
 *
 * Looks odd, is meant:
 *
 * <ul>
 *   <li>The state is the arrays that the loops work on; nothing is serialised while a micro-batch runs. What changed is
 *       known by slot and copied out as columns at its end.
 *   <li>Results stand in the order of a fixed hash of their key. The order depends on keys alone, so it is the same for any
 *       number of threads and after any restart; and the top 8 bits of the hash are the key group that decides which
 *       share of an operator owns a key.
 *   <li>A database holds no tables: for each key it has the log of what happened to the key, as chunks say it. So it need
 *       not know what a table means, any operator can be loaded from it key by key, and what it loads is what a restart
 *       would give. The price is that a value is written again with the other values of its key.
 *   <li>Segments stand before keys in a database: a closed window is one deletion of a range. A key is then looked for in
 *       each open segment, which costs less than reading all that a page has, as long as few windows are open.
 *   <li>A deletion may name a key twice: it went, came back and went again within one micro-batch.
 * </ul>
 */
package io.millrace.state;
