package io.millrace.sql.frame;

import java.util.List;
import org.apache.calcite.sql.SqlNode;

/** An expression under a name of its own; several for one that makes several columns. */
public record Named(Expression value, List<String> names) implements Expression {
    public Named {
        names = List.copyOf(names);
    }

    @Override
    public SqlNode toSql(Scope scope) {
        return value.toSql(scope);
    }

    @Override
    public String label() {
        return names.get(0);
    }
}
