package io.millrace.sql.plan;

import java.io.Serial;

/** That a plan cannot be built for the output mode asked for; the planner tries the next mode, or tells the user. */
final class ModeRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Clause clause;

    /** @param clause what of the query is to blame */
    ModeRefusal(Clause clause, String message) {
        super(message, null, false, false);
        this.clause = clause;
    }

    Clause clause() {
        return clause;
    }
}
