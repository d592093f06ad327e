package io.millrace.expr;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.millrace.columnar.DataType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function applied to arguments. CASE, AND, OR, COALESCE and CAST are calls too; CAST converts to {@code type}.
 *
 * @param program what is called, where the program has brought it along; null for the functions that every session has
 */
public record Call(
        String function,
        List<Expr> args,
        DataType type,
        boolean nullable,
        @JsonInclude(JsonInclude.Include.NON_NULL) ProgramFunction program)
        implements Expr {
    public Call {
        args = List.copyOf(args);
    }

    /** A call of a function that every session has. */
    public Call(String function, List<Expr> args, DataType type, boolean nullable) {
        this(function, args, type, nullable, null);
    }

    /** The same call of other arguments, of the same types. */
    public Call withArgs(List<Expr> newArgs) {
        return new Call(function, newArgs, type, nullable, program);
    }

    @Override
    public String toString() {
        String list = args.stream().map(Object::toString).collect(Collectors.joining(", "));
        return function.equals("CAST") ? "CAST(" + list + " AS " + type + ")" : function + "(" + list + ")";
    }
}
