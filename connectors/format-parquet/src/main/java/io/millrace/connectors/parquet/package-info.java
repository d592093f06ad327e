/**
 * The format parquet: files that hold their rows column by column.
 *
 * <pre>
 *   ParquetFile ── Footer (schema, row groups, where each column chunk is)
 *       │
 *   ParquetRows ── WantedInGroup: the rows to read, by the bounds of pages (PageIndex)
 *       │
 *       └───────── one ColumnReader for each column that is read
 *                      │  levels (which rows are NULL), values spread over the rows
 *                      ├─ ChunkPages: blocks of the file, pages decompressed
 *                      └─ LongPage, DoublePage, BytesPage: a decoder for each way of writing values
 * </pre>
 *
 * <p>Looks odd, is meant: no library reads the files. Pages are decoded in runs, straight into the arrays of a column;
 * the usual library gives values one by one, and needs 72 MB of others. Of three columns (auction, price, date_time, from
 * DuckDB, Snappy) it took 100 ns of one core per row (parquet-hadoop 1.18.1, its column readers), this package 28 to 36, more
 * than half of that for decompression; with two columns of texts it was 147 and 77. Of codecs Snappy is our own, since
 * the library's took up to twice as long over columns of numbers; Zstandard and LZ4 are not.
 */
package io.millrace.connectors.parquet;
