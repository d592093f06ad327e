package io.millrace.expr.compile;

import io.millrace.columnar.DataType.Kind;
import io.millrace.expr.Call;
import java.util.List;
import java.util.Map;

/** Functions of the bits of integers; those of byte strings are left to the providers. */
final class BitWriters {
    private BitWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        writers.put("BITAND", (call, writer) -> write(call, writer, "%a & %b"));
        writers.put("&", (call, writer) -> write(call, writer, "%a & %b"));
        writers.put("BITOR", (call, writer) -> write(call, writer, "%a | %b"));
        writers.put("BITXOR", (call, writer) -> write(call, writer, "%a ^ %b"));
        writers.put("^", (call, writer) -> write(call, writer, "%a ^ %b"));
        writers.put("BITNOT", (call, writer) -> write(call, writer, "~%a"));
        writers.put("BITCOUNT", (call, writer) -> write(call, writer, "(long) Long.bitCount(%a)"));
        writers.put("<<", BitWriters::shift);
        writers.put("LEFTSHIFT", BitWriters::shift);
    }

    private static boolean integers(Call call) {
        return call.args().stream().allMatch(arg -> arg.type().isInteger());
    }

    private static Value write(Call call, ExprWriter writer, String template) {
        if (!integers(call)) {
            return ProvidedFunctions.write(call, writer);
        }
        List<Value> args = writer.writeAll(call.args());
        String java = template.replace("%a", args.get(0).java());
        if (args.size() > 1) {
            java = java.replace("%b", args.get(1).java());
        }
        return writer.code().strict(call.type(), args, Conversions.fit("(" + java + ")", Domain.LONG, call.type()));
    }

    /** By as many bits as the type has at most, the others having no effect; a negative number shifts to the right. */
    private static Value shift(Call call, ExprWriter writer) {
        if (!integers(call)) {
            return ProvidedFunctions.write(call, writer);
        }
        List<Value> args = writer.writeAll(call.args());
        boolean wide = call.type().kind() == Kind.BIGINT;
        String x = args.get(0).java();
        String by = "(int) " + args.get(1).java();
        String value = wide ? x : "((int) " + x + ")";
        String java = "(long) (" + args.get(1).java() + " >= 0 ? " + value + " << (" + by + ") : " + value + " >> ("
                + by + "))";
        return writer.code().strict(call.type(), args, Conversions.fit("(" + java + ")", Domain.LONG, call.type()));
    }
}
