package io.millrace.expr;

import io.millrace.columnar.DataType;
import java.util.List;
import java.util.stream.Collectors;

/** A function applied to arguments. CASE, AND, OR, COALESCE and CAST are calls too; CAST converts to {@code type}. */
public record Call(String function, List<Expr> args, DataType type, boolean nullable) implements Expr {
    public Call {
        args = List.copyOf(args);
    }

    @Override
    public String toString() {
        String list = args.stream().map(Object::toString).collect(Collectors.joining(", "));
        return function.equals("CAST") ? "CAST(" + list + " AS " + type + ")" : function + "(" + list + ")";
    }
}
