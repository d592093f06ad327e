/**
 * The formats csv, json and raw: rows in lines of text.
 *
 * <p>Looks odd, is meant: rows are found first (by one loop that knows only line ends and quotes) and decoded after, from
 * bytes, without a String for a field. A file is cut at the same places by whoever only looks for rows, and a text
 * column is a copy of bytes.
 */
package io.millrace.connectors.text;
