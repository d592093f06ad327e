/** What a session knows by name: its tables and views. */
package io.millrace.sql.catalog;
