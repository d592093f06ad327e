package io.millrace.plan;

/** Prints a plan as an indented tree. */
public final class PlanPrinter {
    private PlanPrinter() {}

    /** One line for each node, inputs indented below it. */
    public static String print(QueryPlan plan) {
        StringBuilder text = new StringBuilder();
        print(plan.root(), 0, text);
        return text.toString();
    }

    private static void print(PlanNode node, int depth, StringBuilder text) {
        text.append("  ".repeat(depth))
                .append(node.getClass().getSimpleName())
                .append(' ')
                .append(node.schema().names())
                .append('\n');
        node.inputs().forEach(input -> print(input, depth + 1, text));
    }
}
