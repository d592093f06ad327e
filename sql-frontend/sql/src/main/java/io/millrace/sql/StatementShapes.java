package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.parse.DeepStack;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.SqlText;
import io.millrace.sql.plan.QueryPlanner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Works out the columns of statements, and the types of their parameters, from a tree of its own. */
final class StatementShapes {
    private final SessionState state;

    StatementShapes(SessionState state) {
        this.state = state;
    }

    StatementShape of(SqlStatement statement) {
        int count = statement.parameterCount();
        ParsedStatement own = SqlText.parse(statement.text());
        return DeepStack.call(() -> {
            if (own.node() instanceof SqlInsert insert) {
                return new StatementShape(Optional.empty(), insertTypes(insert, count));
            }
            return own.node().isA(SqlKind.QUERY) ? query(own.node(), count) : unknown(count);
        });
    }

    private static StatementShape unknown(int count) {
        return new StatementShape(Optional.empty(), Collections.nCopies(count, Optional.empty()));
    }

    private StatementShape query(SqlNode query, int count) {
        try {
            QueryPlanner.Shape shape = state.planner().shapeOf(query);
            List<Optional<DataType>> types = new ArrayList<>(shape.parameters());
            while (types.size() < count) {
                types.add(Optional.empty());
            }
            return new StatementShape(Optional.of(shape.columns()), types);
        } catch (MillraceException e) {
            if (count == 0) {
                throw e;
            }
            // a parameter whose type does not follow from its place: it is known when there is a value
            return unknown(count);
        }
    }

    /** A parameter that goes straight into a column has its type. */
    private List<Optional<DataType>> insertTypes(SqlInsert insert, int count) {
        List<Optional<DataType>> types = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
        if (insert.getSource().getKind() == SqlKind.VALUES) {
            List<DataType> columns = columns(insert);
            for (SqlNode row : ((SqlCall) insert.getSource()).getOperandList()) {
                List<SqlNode> values = ((SqlCall) row).getOperandList();
                for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
                    if (values.get(i) instanceof SqlDynamicParam parameter) {
                        types.set(parameter.getIndex(), Optional.of(columns.get(i)));
                    }
                }
            }
        }
        return types;
    }

    private List<DataType> columns(SqlInsert insert) {
        Schema schema =
                new Schema(Names.table(state.catalog(), (SqlIdentifier) insert.getTargetTable()).columns().stream()
                        .filter(CatalogColumn::physical)
                        .map(CatalogColumn::field)
                        .toList());
        if (insert.getTargetColumnList() == null) {
            return schema.fields().stream().map(field -> field.type()).toList();
        }
        List<DataType> types = new ArrayList<>();
        for (SqlNode column : insert.getTargetColumnList()) {
            int index = schema.indexOf(((SqlIdentifier) column).getSimple());
            if (index < 0) {
                return List.of();
            }
            types.add(schema.type(index));
        }
        return types;
    }
}
