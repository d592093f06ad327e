/**
 * The Nexmark auction model as three tables: person, auction and bid.
 *
 * <p>Looks odd, is meant: every value is a function of (seed, column, event number) alone, never of the value before it.
 * So any range of rows can be made at any time by any thread, and a column nobody reads costs nothing.
 */
package io.millrace.connectors.nexmark;
