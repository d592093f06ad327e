/** The interfaces by which tables of outside systems are found, read and written. */
package io.millrace.connector;
