package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.Scope;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/**
 * A CASE that grows.
 *
 * @param branches conditions and values in turn
 * @param last what holds where no condition does; null for NULL
 */
record Cases(List<Expression> branches, Expression last) implements Expression {
    static Cases of(Expression expression) {
        if (expression instanceof Cases cases && cases.last == null) {
            return cases;
        }
        throw new MillraceException(
                ErrorCode.INVALID_QUERY,
                "when and otherwise follow functions.when(...), and nothing follows otherwise");
    }

    Cases when(Expression condition, Expression value) {
        List<Expression> more = new ArrayList<>(branches);
        more.add(condition);
        more.add(value);
        return new Cases(List.copyOf(more), null);
    }

    Cases otherwise(Expression value) {
        return new Cases(branches, value);
    }

    @Override
    public SqlNode toSql(Scope scope) {
        StringBuilder sql = new StringBuilder("CASE");
        sql.append(" WHEN ? THEN ?".repeat(branches.size() / 2));
        List<Expression> args = new ArrayList<>(branches);
        if (last != null) {
            sql.append(" ELSE ?");
            args.add(last);
        }
        return Expression.template(label(), sql.append(" END").toString(), args).toSql(scope);
    }

    @Override
    public String label() {
        StringBuilder label = new StringBuilder("CASE");
        for (int i = 0; i < branches.size(); i += 2) {
            label.append(" WHEN ").append(branches.get(i).label());
            label.append(" THEN ").append(branches.get(i + 1).label());
        }
        return label + (last == null ? " END" : " ELSE " + last.label() + " END");
    }
}
