/**
 * The format parquet: files that hold their rows column by column.
 *
 * <pre>
 *   ParquetFile ── Footer (schema, row groups, where each column chunk is)
 *       │
 *   ParquetRows ── one ColumnReader for each column that is read
 *                      │  levels (which rows are NULL), values spread over the rows
 *                      ├─ ChunkPages: blocks of the file, pages decompressed
 *                      └─ LongPage, DoublePage, BytesPage: a decoder for each way of writing values
 * </pre>
 *
 * <p>Looks odd, is meant: no library reads the files. Pages are decoded in runs, straight into the arrays of a column;
 * the usual library gives values one by one, and needs 70 MB of others. Only the codecs are not our own.
 */
package io.millrace.connectors.parquet;
