/** Physical operators over batches; they know no source, no thread and no SQL. */
package io.millrace.operator;
