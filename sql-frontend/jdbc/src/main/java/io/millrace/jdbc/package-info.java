/**
 * The JDBC driver: {@code jdbc:millrace:} URLs over a {@link io.millrace.sql.Session} in the same process.
 *
 * <pre>
 * Driver, MillraceDataSource ──> MillraceConnection ──> MillraceStatement ──> MillraceResultSet
 *                                 │ Session               │ StatementRun        │ RowCursor
 *                                 Database (shared by connections)
 * </pre>
 *
 * <p>Looks odd, is meant: the interfaces of {@code java.sql} are implemented here directly, not on Avatica, although that is
 * on the class path as a part of the planner. Avatica asks for rows by frames of a fixed size and keeps them as objects, so
 * a result that never ends comes late or in pieces; its timestamps have milliseconds; cancel waits for the frame; and what
 * it reads from a URL includes names of classes. What is left of it after replacing these is less than what it takes to
 * replace them, and no property that is not in {@code ConnectionProperty} can be reached.
 *
 * <p>The abstract classes split the interfaces by what they are about; {@code ReadOnlyResultSet} and
 * {@code LabelledResultSet} are nothing but their long lists of methods.
 */
package io.millrace.jdbc;
