/**
 * Tables that are files: a directory that grows, read file by file, and results written exactly once.
 *
 * <p>Reading: a range of the source names every file it takes, with size, time and a checksum of both ends, and where in
 * the last one it stops; so it can be read again after a failure, and a file that changed is noticed. Files come in order
 * of modification time, then name.
 *
 * <p>Writing: see {@link io.millrace.connectors.files.FilesSink}.
 */
package io.millrace.connectors.files;
