package io.millrace.expr;

import java.time.ZoneId;

/**
 * What an expression may know besides its row.
 *
 * @param clockMicros clock of the batch, UTC: what CURRENT_TIMESTAMP and PROCTIME() give
 * @param zone the session's zone: how TIMESTAMP_LTZ is shown and cast
 */
public record EvalContext(long clockMicros, ZoneId zone) {}
