package io.millrace.expr;

/**
 * A function of a row that a program has brought along. A plan in a checkpoint has its signature alone; the program gives
 * the function again.
 *
 * <p>Threads: any number at a time. Errors: USER codes, with its name and the arguments.
 */
public interface ProgramFunction extends ScalarFunction {
    /** Its name in the plan, the types of its arguments and that of its result: one function of a plan has it. */
    String signature();

    /** Whether it gives the same for the same arguments, always. */
    boolean deterministic();
}
