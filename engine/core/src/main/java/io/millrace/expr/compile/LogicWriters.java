package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import java.util.List;
import java.util.Map;

/** AND, OR, NOT and the tests of truth values, in three-valued logic. */
final class LogicWriters {
    private LogicWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        writers.put("AND", (call, writer) -> connective(call, writer, false));
        writers.put("OR", (call, writer) -> connective(call, writer, true));
        writers.put("NOT", LogicWriters::not);
        writers.put("IS NULL", (call, writer) -> test(call, writer, "%n"));
        writers.put("IS NOT NULL", (call, writer) -> test(call, writer, "!%n"));
        writers.put("IS UNKNOWN", (call, writer) -> test(call, writer, "%n"));
        writers.put("IS NOT UNKNOWN", (call, writer) -> test(call, writer, "!%n"));
        writers.put("IS TRUE", (call, writer) -> test(call, writer, "!%n && %v"));
        writers.put("IS NOT TRUE", (call, writer) -> test(call, writer, "%n || !%v"));
        writers.put("IS FALSE", (call, writer) -> test(call, writer, "!%n && !%v"));
        writers.put("IS NOT FALSE", (call, writer) -> test(call, writer, "%n || %v"));
    }

    /**
     * AND (deciding value FALSE) and OR (deciding value TRUE): arguments after the first that decides are not evaluated;
     * a NULL decides nothing.
     */
    private static Value connective(Call call, ExprWriter writer, boolean deciding) {
        Code code = writer.code();
        List<Expr> args = call.args();
        String decided = code.fresh("v");
        String unknown = code.fresh("v");
        code.line("boolean " + decided + " = false, " + unknown + " = false;");
        for (int i = 0; i < args.size(); i++) {
            if (i > 0) {
                code.open("if (!" + decided + ")");
            }
            Value arg = writer.write(args.get(i));
            String decides = deciding ? arg.java() : "!" + arg.java();
            if (arg.alwaysNull()) {
                code.line(unknown + " = true;");
            } else if (arg.neverNull()) {
                code.line(decided + " = " + decides + ";");
            } else {
                code.line("if (" + arg.isNull() + ") " + unknown + " = true; else " + decided + " = " + decides + ";");
            }
            if (i > 0) {
                code.close();
            }
        }
        String isNull = code.local("boolean", "!" + decided + " && " + unknown);
        return Value.of(DataType.BOOLEAN, deciding ? decided : "(!" + decided + ")", isNull);
    }

    private static Value not(Call call, ExprWriter writer) {
        Value arg = writer.write(call.args().get(0));
        return arg.alwaysNull() ? arg : Value.of(DataType.BOOLEAN, "(!" + arg.java() + ")", arg.isNull());
    }

    private static Value test(Call call, ExprWriter writer, String template) {
        Value arg = writer.write(call.args().get(0));
        String java = template.replace("%n", arg.isNull());
        if (java.contains("%v")) {
            java = java.replace("%v", arg.java());
        }
        return Value.of(DataType.BOOLEAN, writer.code().local("boolean", java), "false");
    }
}
