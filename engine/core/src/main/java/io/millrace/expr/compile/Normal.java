package io.millrace.expr.compile;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/** Splits calls with very many arguments into nested ones of the same meaning, so that methods can be cut. */
final class Normal {
    private static final int ARGS_MAX = 16;
    /** What the stack of a thread of the usual size holds several times over. */
    private static final int DEPTH_MAX = 500;

    private Normal() {}

    static Expr of(Expr expr) {
        return of(expr, 0);
    }

    private static Expr of(Expr expr, int depth) {
        if (!(expr instanceof Call call)) {
            return expr;
        }
        if (depth > DEPTH_MAX) {
            throw new MillraceException(
                    ErrorCode.TOO_COMPLEX,
                    "An expression nests more than " + DEPTH_MAX + " calls; compute a part of it in a subquery");
        }
        List<Expr> args = new ArrayList<>(call.args().size());
        for (Expr arg : call.args()) {
            args.add(of(arg, depth + 1));
        }
        return switch (call.function()) {
            case "AND", "OR", "COALESCE" -> nested(call, args);
            case "CASE" -> nestedCase(call, args);
            default -> call.withArgs(args);
        };
    }

    private static Expr nested(Call call, List<Expr> args) {
        List<Expr> level = args;
        while (level.size() > ARGS_MAX) {
            List<Expr> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += ARGS_MAX) {
                next.add(call.withArgs(level.subList(i, Math.min(level.size(), i + ARGS_MAX))));
            }
            level = next;
        }
        return call.withArgs(level);
    }

    /** The branches after the first few become a CASE in the place of ELSE; from the last on, so that depth stays low. */
    private static Expr nestedCase(Call call, List<Expr> args) {
        List<Expr> rest = args;
        List<List<Expr>> pieces = new ArrayList<>();
        while (rest.size() > ARGS_MAX + 1) {
            pieces.add(rest.subList(0, ARGS_MAX));
            rest = rest.subList(ARGS_MAX, rest.size());
        }
        Expr result = call.withArgs(rest);
        for (int i = pieces.size() - 1; i >= 0; i--) {
            List<Expr> branches = new ArrayList<>(pieces.get(i));
            branches.add(result);
            result = call.withArgs(branches);
        }
        return result;
    }
}
