package io.millrace.sql.plan;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Says in our words what the validator found wrong, and what was probably meant. */
final class ValidationErrors {
    /** Longer lists of names help nobody. */
    private static final int NAMES_SHOWN_MAX = 12;

    private static final Pattern TABLE = Pattern.compile("(?:Object|Table) '(.*?)' not found.*", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("Column '(.*?)' not found in .*", Pattern.DOTALL);
    private static final Pattern IDENTIFIER = Pattern.compile("Unknown identifier '(.*?)'.*", Pattern.DOTALL);
    private static final Pattern FUNCTION =
            Pattern.compile("No match found for function signature ([^(]*)\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern OPERANDS = Pattern.compile(
            "Cannot apply '(.*?)' to arguments of type '(.*?)'\\.?(?: Supported form\\(s\\): (.*))?", Pattern.DOTALL);
    private static final Pattern NOT_GROUPED =
            Pattern.compile("Expression '(.*?)' is not being grouped", Pattern.DOTALL);
    private static final Pattern ARITY = Pattern.compile(
            "Invalid number of arguments to function '(TUMBLE|HOP|CUMULATE|SESSION)'.*", Pattern.DOTALL);
    private static final Pattern AMBIGUOUS = Pattern.compile("Column '(.*?)' is ambiguous.*");
    private static final Pattern CAST =
            Pattern.compile("Cast function cannot convert value of type (.*?) to type (.*)", Pattern.DOTALL);
    private static final Pattern ALIASES = Pattern.compile(
            "List of column aliases must have same degree as table; table has (\\d+) .* alias list has (\\d+) .*",
            Pattern.DOTALL);
    private static final Pattern NOTHING_OVER =
            Pattern.compile("QUALIFY expression '.*' must contain a window function", Pattern.DOTALL);
    private static final Pattern MISMATCH =
            Pattern.compile(".*(?:[Mm]ismatch|compatible|inferred|assign).*", Pattern.DOTALL);

    private final Operators operators;
    private final CalciteCatalogReader catalog;
    private final Supplier<Collection<String>> tableNames;
    private final SqlNode query;
    private final TextPosition place;

    private ValidationErrors(
            Operators operators,
            CalciteCatalogReader catalog,
            Supplier<Collection<String>> tableNames,
            SqlNode query,
            TextPosition place) {
        this.operators = operators;
        this.catalog = catalog;
        this.tableNames = tableNames;
        this.query = query;
        this.place = place;
    }

    /** Does the work; what it finds wrong comes out as a MillraceException. */
    static <T> T translate(
            Operators operators,
            CalciteCatalogReader catalog,
            Supplier<Collection<String>> tableNames,
            SqlNode query,
            Supplier<T> work) {
        try {
            return work.get();
        } catch (CalciteContextException e) {
            Throwable said = e.getCause() == null ? e : e.getCause();
            TextPosition place = e.getPosLine() > 0
                    ? new TextPosition(e.getPosLine(), e.getPosColumn(), e.getEndPosLine(), e.getEndPosColumn())
                    : null;
            throw new ValidationErrors(operators, catalog, tableNames, query, place)
                    .of(String.valueOf(said.getMessage()));
        } catch (CalciteException e) {
            throw new ValidationErrors(operators, catalog, tableNames, query, null).of(String.valueOf(e.getMessage()));
        }
    }

    private MillraceException of(String message) {
        Matcher match;
        if ((match = TABLE.matcher(message)).matches()) {
            return fail(ErrorCode.UNKNOWN_TABLE, table(match.group(1)));
        } else if ((match = COLUMN.matcher(message)).matches() || (match = IDENTIFIER.matcher(message)).matches()) {
            return fail(ErrorCode.UNKNOWN_COLUMN, column(match.group(1)));
        } else if ((match = FUNCTION.matcher(message)).matches()) {
            return function(match.group(1).replace("$", ""), match.group(2));
        } else if ((match = OPERANDS.matcher(message)).matches()) {
            return fail(ErrorCode.TYPE_MISMATCH, operands(match));
        } else if ((match = NOT_GROUPED.matcher(message)).matches()) {
            SqlCall bound = boundAround(place);
            if (bound != null) {
                String name = bound.getOperator().getName().toUpperCase(Locale.ROOT);
                return PlanErrors.at(
                        bound,
                        ErrorCode.INVALID_QUERY,
                        name + " stands for the " + name.substring(0, name.indexOf('_'))
                                + " in GROUP BY, and needs exactly the same arguments");
            }
            String column = match.group(1);
            return fail(
                    ErrorCode.INVALID_QUERY,
                    "\"" + column
                            + "\" is neither in GROUP BY nor inside an aggregate; add it to GROUP BY, or take one value"
                            + " of each group, such as MAX(" + column + ")");
        } else if ((match = ARITY.matcher(message)).matches()) {
            return fail(ErrorCode.INVALID_QUERY, PlanErrors.windowUsage(match.group(1)));
        } else if ((match = AMBIGUOUS.matcher(message)).matches()) {
            String column = match.group(1);
            return fail(
                    ErrorCode.INVALID_QUERY,
                    "more than one table has a column \"" + column + "\"; write table." + column);
        } else if ((match = CAST.matcher(message)).matches()) {
            return fail(
                    ErrorCode.TYPE_MISMATCH,
                    "a value of type " + types(match.group(1)) + " cannot be cast to " + types(match.group(2)));
        } else if ((match = ALIASES.matcher(message)).matches()) {
            return fail(
                    ErrorCode.INVALID_QUERY,
                    "the alias names " + match.group(2) + " columns, but there are " + match.group(1));
        }
        if (NOTHING_OVER.matcher(message).matches()) {
            return fail(
                    ErrorCode.INVALID_QUERY,
                    "QUALIFY takes a condition on a function with OVER, such as ROW_NUMBER() OVER (PARTITION BY key"
                            + " ORDER BY time) = 1; other conditions belong in WHERE, on aggregates in HAVING");
        }
        ErrorCode code = MISMATCH.matcher(message).matches() ? ErrorCode.TYPE_MISMATCH : ErrorCode.INVALID_QUERY;
        return fail(code, plain(message));
    }

    /** The call of a window's bound, such as TUMBLE_START(...), that holds a place; null when there is none. */
    private SqlCall boundAround(TextPosition inner) {
        if (inner == null) {
            return null;
        }
        List<SqlCall> found = new ArrayList<>();
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                SqlParserPos pos = call.getParserPosition();
                SqlParserPos at = new SqlParserPos(inner.line(), inner.column());
                if (GroupWindows.windowOfBound(call.getOperator()).isPresent() && pos.overlaps(at)) {
                    found.add(call);
                }
                return super.visit(call);
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    private MillraceException fail(ErrorCode code, String message) {
        return new MillraceException(code, message, place, null);
    }

    private String table(String name) {
        Collection<String> names = tableNames.get();
        String known = names.isEmpty()
                ? "; there are none yet: CREATE TABLE makes one"
                : names.size() <= NAMES_SHOWN_MAX
                        ? "; there are " + String.join(", ", names)
                        : "; SHOW TABLES lists them";
        return "there is no table or view \"" + name + "\"" + Spelling.hint(name, names) + known;
    }

    private String column(String name) {
        Set<String> columns = columnsInReach();
        String known = columns.isEmpty() || columns.size() > NAMES_SHOWN_MAX
                ? ""
                : "; the tables here have " + String.join(", ", columns);
        return "there is no column \"" + name + "\"" + Spelling.hint(name, columns) + known;
    }

    /** Columns of all tables that the query names. */
    private Set<String> columnsInReach() {
        Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && select.getFrom() != null) {
                    addColumns(select.getFrom(), columns);
                }
                return super.visit(call);
            }
        });
        return columns;
    }

    private void addColumns(SqlNode from, Set<String> columns) {
        if (from instanceof SqlIdentifier id) {
            Prepare.PreparingTable table = catalog.getTable(id.names);
            if (table != null) {
                columns.addAll(table.getRowType().getFieldNames());
            }
        } else if (from instanceof SqlJoin join) {
            addColumns(join.getLeft(), columns);
            addColumns(join.getRight(), columns);
        } else if (from instanceof SqlCall call
                && !(call instanceof SqlSelect)
                && call.getKind() != SqlKind.DESCRIPTOR) {
            call.getOperandList().stream().filter(Objects::nonNull).forEach(operand -> addColumns(operand, columns));
        }
    }

    private MillraceException function(String name, String types) {
        String window = name.toUpperCase(Locale.ROOT);
        if (GroupWindows.NAMES.contains(window)) {
            return fail(
                    ErrorCode.INVALID_QUERY,
                    window + " belongs into GROUP BY; its start and end are " + window + "_START(...) and " + window
                            + "_END(...)");
        }
        if (window.equals("EXPLODE") || window.equals("POSEXPLODE")) {
            return fail(
                    ErrorCode.UNKNOWN_FUNCTION,
                    name + " is one of DataFrames; in SQL write FROM t, UNNEST(array) AS u(element)");
        }
        Collection<String> known = operators.functionNames();
        if (known.contains(name.toUpperCase(Locale.ROOT))) {
            return fail(
                    ErrorCode.TYPE_MISMATCH,
                    name + " does not take " + (types.isEmpty() ? "no arguments" : "(" + types(types) + ")"));
        }
        return fail(
                ErrorCode.UNKNOWN_FUNCTION,
                "there is no function \"" + name + "\"" + Spelling.hint(name, known) + "; SHOW FUNCTIONS lists them");
    }

    private static String operands(Matcher match) {
        String operator = match.group(1).replace("$", "");
        String forms = match.group(3) == null || match.group(3).contains("COMPARABLE_TYPE")
                ? ""
                : match.group(3)
                        .lines()
                        .map(line -> types(line).replace("'", ""))
                        .limit(NAMES_SHOWN_MAX)
                        .collect(Collectors.joining(", or ", "; it takes ", ""));
        return "\"" + operator + "\" cannot be applied: " + types(match.group(2)) + forms;
    }

    private static String types(String text) {
        return text.replaceAll("<([^<>]*)>", "$1")
                .replace("$", "")
                .replace("_", " ")
                .replace(" CHARACTER SET \"UTF-8\"", "")
                .replace(" NOT NULL", "");
    }

    /** The validator's own words, in our quotes and on one line. */
    private static String plain(String message) {
        String line = message.lines().collect(Collectors.joining(" ")).replaceAll("'([^']*)'", "\"$1\"");
        boolean word = line.length() > 1 && Character.isLowerCase(line.charAt(1));
        return word ? Character.toLowerCase(line.charAt(0)) + line.substring(1) : line;
    }
}
