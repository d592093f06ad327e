package io.millrace.sql.parse;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * The parameters of a statement, {@code ?}, and the values put in their place: into the syntax tree, as literals. The text of
 * the statement that results, with the literals in it, is for records; nothing is made from it but by parsing it again.
 */
public final class Parameters {
    private static final SqlDialect DIALECT = new AnsiSqlDialect(AnsiSqlDialect.DEFAULT_CONTEXT
            .withIdentifierQuoteString("\"")
            .withLiteralQuoteString("'")
            .withLiteralEscapedQuoteString("''"));

    private Parameters() {}

    /** How many parameters a statement has. One that cannot have any is refused with the place of the first. */
    public static int count(ParsedStatement statement) {
        List<SqlDynamicParam> found = new ArrayList<>();
        statement.node().accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlDynamicParam parameter) {
                found.add(parameter);
                return null;
            }
        });
        if (!found.isEmpty() && !takesParameters(statement.node())) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "a definition has no parameters; write the value in place of the ?",
                    Positions.of(found.get(0)),
                    null);
        }
        return found.size();
    }

    private static boolean takesParameters(SqlNode node) {
        if (node instanceof Command command) {
            return command.kind().explains();
        }
        return node.isA(SqlKind.QUERY) || node instanceof SqlInsert;
    }

    /**
     * The statement with these values, in the order of its parameters.
     *
     * @param statement of which nothing has been executed: its tree is used
     */
    public static ParsedStatement bind(ParsedStatement statement, List<?> values) {
        Binder binder = new Binder(values);
        return DeepStack.call(() -> {
            SqlNode bound = binder.statement(statement.node());
            return new ParsedStatement(
                    bound, statement.stream(), text(statement.text(), binder.texts), statement.range());
        });
    }

    /** Whether it is an INSERT of rows that are written out. */
    public static boolean insertsRows(ParsedStatement statement) {
        return statement.node() instanceof SqlInsert insert
                && insert.getSource().getKind() == SqlKind.VALUES;
    }

    /**
     * One INSERT of all the rows that these would insert one after the other.
     *
     * @param statements each an {@linkplain #insertsRows INSERT of rows} into the same columns, at least one; their trees are
     *     used
     */
    public static ParsedStatement joined(List<ParsedStatement> statements) {
        ParsedStatement first = statements.get(0);
        SqlInsert insert = (SqlInsert) first.node();
        List<SqlNode> rows = new ArrayList<>();
        for (ParsedStatement statement : statements) {
            rows.addAll(((SqlCall) ((SqlInsert) statement.node()).getSource()).getOperandList());
        }
        SqlCall source = (SqlCall) insert.getSource();
        insert.setOperand(2, source.getOperator().createCall(source.getParserPosition(), rows));
        return first;
    }

    /** The text with each ? that is a parameter replaced. */
    private static String text(String text, List<String> values) {
        StringBuilder bound = new StringBuilder();
        SqlLexer lexer = new SqlLexer(text, new TextLines(text));
        int copied = 0;
        int next = 0;
        while (lexer.next() != SqlLexer.Kind.END) {
            if (lexer.isSymbol('?')) {
                bound.append(text, copied, lexer.start()).append(values.get(next++));
                copied = lexer.end();
            }
        }
        return bound.append(text, copied, text.length()).toString();
    }

    private static final class Binder extends SqlShuttle {
        private final List<?> values;
        /** By the number of the parameter: how its value is written. */
        private final List<String> texts;

        private boolean bare;

        Binder(List<?> values) {
            this.values = values;
            this.texts = new ArrayList<>(java.util.Collections.nCopies(values.size(), "?"));
        }

        SqlNode statement(SqlNode node) {
            if (node instanceof SqlInsert insert) {
                insert.setOperand(2, rows(insert.getSource()));
                return insert;
            }
            if (node instanceof Command command && command.kind().explains()) {
                List<SqlNode> operands = new ArrayList<>(command.getOperandList());
                int last = operands.size() - 1;
                operands.set(last, statement(operands.get(last)));
                return new Command(command.getParserPosition(), command.kind(), operands.toArray(SqlNode[]::new));
            }
            return node.accept(this);
        }

        /** Values that go straight into a table's columns have the type of the column. */
        private SqlNode rows(SqlNode source) {
            if (source.getKind() != SqlKind.VALUES) {
                return source.accept(this);
            }
            SqlCall constructor = (SqlCall) source;
            for (int i = 0; i < constructor.operandCount(); i++) {
                SqlCall row = constructor.operand(i);
                for (int column = 0; column < row.operandCount(); column++) {
                    row.setOperand(column, column(row.operand(column)));
                }
            }
            return constructor;
        }

        private SqlNode column(SqlNode value) {
            return value instanceof SqlDynamicParam parameter ? bare(parameter) : value.accept(this);
        }

        /** Where nothing but a literal may stand. */
        private SqlNode bare(SqlNode node) {
            if (node == null) {
                return null;
            }
            bare = true;
            SqlNode bound = node.accept(this);
            bare = false;
            return bound;
        }

        @Override
        public SqlNode visit(SqlDynamicParam parameter) {
            SqlNode literal =
                    ParameterLiterals.of(values.get(parameter.getIndex()), bare, parameter.getParserPosition());
            return written(parameter, literal, sql(literal));
        }

        private SqlNode written(SqlDynamicParam parameter, SqlNode literal, String text) {
            texts.set(parameter.getIndex(), text);
            return literal;
        }

        private static String sql(SqlNode literal) {
            if (literal instanceof SqlCharStringLiteral text) {
                return SqlQuotes.literal(text.getValueAs(String.class));
            }
            return literal.toSqlString(config -> config.withDialect(DIALECT)).getSql();
        }

        @Override
        public SqlNode visit(SqlCall call) {
            if (call.getOperator() == SqlStdOperatorTable.INTERVAL
                    && call.operand(0) instanceof SqlDynamicParam parameter) {
                return interval(call, parameter);
            }
            if (call instanceof SqlOrderBy order) {
                return new SqlOrderBy(
                        order.getParserPosition(),
                        order.query.accept(this),
                        (SqlNodeList) order.orderList.accept(this),
                        rowCount(order.offset),
                        rowCount(order.fetch));
            }
            if (call instanceof SqlWindow window) {
                return window(window);
            }
            return super.visit(call);
        }

        private SqlNode rowCount(SqlNode node) {
            if (node instanceof SqlDynamicParam parameter) {
                Object value = values.get(parameter.getIndex());
                boolean whole = value instanceof Number number && number.doubleValue() == number.longValue();
                if (!whole || ((Number) value).longValue() < 0) {
                    throw new MillraceException(
                            ErrorCode.INVALID_VALUE,
                            "LIMIT and OFFSET take a whole number of rows, found " + (value == null ? "NULL" : value),
                            Positions.of(node),
                            null);
                }
                SqlNode literal = ParameterLiterals.of(((Number) value).longValue(), true, node.getParserPosition());
                return written(parameter, literal, sql(literal));
            }
            return bare(node);
        }

        private SqlNode interval(SqlCall call, SqlDynamicParam parameter) {
            Object value = values.get(parameter.getIndex());
            SqlNode literal = ParameterLiterals.interval(value, call.operand(1), parameter.getParserPosition());
            return written(
                    parameter, literal, SqlQuotes.literal(String.valueOf(value).strip()));
        }

        private SqlNode window(SqlWindow window) {
            window.setPartitionList((SqlNodeList) window.getPartitionList().accept(this));
            window.setOrderList((SqlNodeList) window.getOrderList().accept(this));
            window.setLowerBound(bound(window.getLowerBound()));
            window.setUpperBound(bound(window.getUpperBound()));
            return window;
        }

        private SqlNode bound(SqlNode bound) {
            if (bound instanceof SqlCall call) {
                List<SqlNode> operands = new ArrayList<>();
                call.getOperandList().forEach(operand -> operands.add(bare(operand)));
                return call.getOperator().createCall(call.getParserPosition(), operands);
            }
            return bound;
        }
    }
}
