/** What a program says of running queries, and is told of them, under the names of Spark's package of that name. */
package io.millrace.sql.streaming;
