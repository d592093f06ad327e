/**
 * From typed expressions to compiled loops.
 *
 * <pre>
 *   List&lt;Expr&gt; --ExprWriter, one FunctionWriter per function--> Java text (KernelSource) --Janino--> Kernel
 * </pre>
 *
 * A loop runs over the rows of a batch once for all expressions of a list: values are typed locals, NULL is a boolean
 * beside each, text is a range of bytes. What CASE, AND, OR and COALESCE may skip stands inside an if.
 *
 * <p>Looks odd, is meant:
 *
 * <ul>
 *   <li>A method that gets too long for the JIT compiler is cut: subexpressions become methods that leave their value
 *       in fields.
 *   <li>A constant subexpression is such a method too, run at most once in a batch and only when it is reached, so that
 *       {@code CASE WHEN FALSE THEN 1 / 0 END} still does not fail.
 *   <li>The compiled class is looked up by its text; literals of texts and decimals are constructor arguments, so
 *       queries that differ only in those share a class.
 * </ul>
 */
package io.millrace.expr.compile;
