package io.millrace.sql.frame;

import io.millrace.sql.expr.ProgramOperator;
import io.millrace.sql.typed.ValueFunction;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A call of a function of the program, which is in the syntax tree itself. */
record ProgramCall(ValueFunction function, List<Expression> args) implements Expression {
    ProgramCall {
        args = List.copyOf(args);
    }

    @Override
    public SqlNode toSql(Scope scope) {
        return new ProgramOperator(function)
                .createCall(
                        SqlParserPos.ZERO,
                        args.stream().map(arg -> arg.toSql(scope)).toList());
    }

    @Override
    public String label() {
        return function.name() + args.stream().map(Expression::label).collect(Collectors.joining(", ", "(", ")"));
    }
}
