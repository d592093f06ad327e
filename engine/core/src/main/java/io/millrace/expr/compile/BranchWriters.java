package io.millrace.expr.compile;

import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import java.util.List;
import java.util.Map;

/** CASE, COALESCE and NULLIF: only the branch that is taken is evaluated. REQUIRED refuses NULL. */
final class BranchWriters {
    private BranchWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        writers.put("CASE", BranchWriters::caseWhen);
        writers.put("COALESCE", BranchWriters::coalesce);
        writers.put("NULLIF", BranchWriters::nullIf);
        writers.put("REQUIRED", BranchWriters::required);
    }

    /** The first argument, which must not be NULL; the second says in the error what is missing. */
    private static Value required(Call call, ExprWriter writer) {
        Value value = writer.write(call.args().get(0));
        if (value.neverNull()) {
            return value;
        }
        Value what = writer.write(call.args().get(1));
        writer.code().line("if (" + value.isNull() + ") throw Casts.missing(" + what.boxed() + ");");
        return new Value(value.type(), value.domain(), value.java(), value.from(), value.to(), "false");
    }

    private static Value caseWhen(Call call, ExprWriter writer) {
        Value result = writer.code().declare(call.type());
        branch(call.args(), result, writer);
        return result;
    }

    private static void branch(List<Expr> args, Value result, ExprWriter writer) {
        Code code = writer.code();
        if (args.isEmpty()) {
            return;
        }
        if (args.size() == 1) {
            assign(args.get(0), result, writer);
            return;
        }
        Value condition = writer.write(args.get(0));
        List<Expr> rest = args.subList(2, args.size());
        if (condition.alwaysNull()) {
            branch(rest, result, writer);
            return;
        }
        code.open("if (" + (condition.neverNull() ? "" : "!" + condition.isNull() + " && ") + condition.java() + ")");
        assign(args.get(1), result, writer);
        code.close();
        code.open("else");
        branch(rest, result, writer);
        code.close();
    }

    private static void assign(Expr expr, Value result, ExprWriter writer) {
        Value value = writer.write(expr);
        writer.code().assign(result, Conversions.sameDomain(value, result.type(), writer.code()));
    }

    private static Value coalesce(Call call, ExprWriter writer) {
        Code code = writer.code();
        Value result = code.declare(call.type());
        int open = 0;
        for (Expr arg : call.args()) {
            if (open > 0 || arg != call.args().get(0)) {
                code.open("if (" + result.isNull() + ")");
                open++;
            }
            assign(arg, result, writer);
        }
        for (; open > 0; open--) {
            code.close();
        }
        return result;
    }

    private static Value nullIf(Call call, ExprWriter writer) {
        Value left = writer.write(call.args().get(0));
        Value right = writer.write(call.args().get(1));
        if (left.alwaysNull() || right.alwaysNull()) {
            return left;
        }
        Code code = writer.code();
        Value equal = code.strict(
                io.millrace.columnar.DataType.BOOLEAN,
                List.of(left, right),
                ComparisonWriters.java(call, left, right, "="));
        String java = (equal.neverNull() ? "" : "!" + equal.isNull() + " && ") + equal.java();
        String isNull = code.local("boolean", left.isNull() + " || " + java);
        Value converted = Conversions.sameDomain(left, call.type(), code);
        return new Value(call.type(), converted.domain(), converted.java(), converted.from(), converted.to(), isNull);
    }
}
