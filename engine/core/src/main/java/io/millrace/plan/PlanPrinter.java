package io.millrace.plan;

/** Prints a plan as an indented tree. */
public final class PlanPrinter {
    private PlanPrinter() {}
}
