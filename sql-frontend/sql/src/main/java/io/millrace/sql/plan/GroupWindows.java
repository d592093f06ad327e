package io.millrace.sql.plan;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Windows as group functions. {@code GROUP BY TUMBLE(ts, size)} is read as {@code GROUP BY $TUMBLE_START(ts, size),
 * $TUMBLE_END(ts, size)}: two scalar functions to the validator, to which {@code TUMBLE_START(...)} and {@code
 * TUMBLE_END(...)} elsewhere in the query are equal. Calcite's own group functions know no end of a session, and no months.
 */
final class GroupWindows {
    /** Windows by their names. */
    static final List<String> NAMES = List.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

    private static final Pattern BOUND = Pattern.compile("(TUMBLE|HOP|CUMULATE|SESSION)_(START|END|ROWTIME)");

    /** One bound of a window; never written by users. */
    static final class Bound extends SqlFunction {
        private final String window;
        private final boolean end;

        private Bound(String window, boolean end) {
            super(
                    "$" + window + (end ? "_END" : "_START"),
                    SqlKind.OTHER_FUNCTION,
                    // rows without a time are in no window, so its bounds are never NULL
                    ReturnTypes.ARG0.andThen(SqlTypeTransforms.TO_NOT_NULLABLE),
                    null,
                    new Operands(window),
                    SqlFunctionCategory.SYSTEM);
            this.window = window;
            this.end = end;
        }

        String window() {
            return window;
        }

        /** Which of a window's columns it is: 0 for the start, 1 for the end. */
        int column() {
            return end ? 1 : 0;
        }
    }

    static final List<SqlOperator> ALL = NAMES.stream()
            .flatMap(name -> List.of(new Bound(name, false), new Bound(name, true)).stream())
            .collect(Collectors.toUnmodifiableList());

    private GroupWindows() {}

    /** Names of bounds as users write them. */
    static List<String> boundNames() {
        return NAMES.stream()
                .flatMap(name -> List.of(name + "_START", name + "_END", name + "_ROWTIME").stream())
                .toList();
    }

    static boolean isBound(RexNode node) {
        return node instanceof RexCall call && call.getOperator() instanceof Bound;
    }

    /** Whether the function is a bound of a window as users write it, such as {@code TUMBLE_START}. */
    static Optional<String> windowOfBound(SqlOperator operator) {
        Matcher matcher = BOUND.matcher(operator.getName().toUpperCase(Locale.ROOT));
        return operator instanceof SqlFunction && matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** {@code TUMBLE_END(...)} as the function that stands in GROUP BY; {@code TUMBLE_ROWTIME(...)} from the end. */
    static SqlNode bound(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        String window = name.substring(0, name.indexOf('_'));
        SqlNode bound = bound(window, !name.endsWith("_START"), call);
        return name.endsWith("_ROWTIME") ? OwnFunctions.ROWTIME.createCall(call.getParserPosition(), bound) : bound;
    }

    private static SqlNode bound(String window, boolean end, SqlCall call) {
        SqlOperator operator = ALL.get(2 * NAMES.indexOf(window) + (end ? 1 : 0));
        return operator.createCall(call.getParserPosition(), call.getOperandList());
    }

    /** The list of a GROUP BY with every window as its two bounds. */
    static SqlNodeList expanded(SqlNodeList group) {
        List<SqlNode> items = new ArrayList<>();
        group.forEach(item -> items.addAll(expanded(item)));
        return items.equals(group.getList()) ? group : new SqlNodeList(items, group.getParserPosition());
    }

    private static List<SqlNode> expanded(SqlNode item) {
        if (!(item instanceof SqlCall call)) {
            return List.of(item);
        }
        String window = window(call.getOperator());
        if (window != null) {
            return List.of(bound(window, false, call), bound(window, true, call));
        }
        SqlParserPos pos = call.getParserPosition();
        return switch (call.getKind()) {
            case ROW -> {
                List<SqlNode> items = new ArrayList<>();
                call.getOperandList().forEach(operand -> items.addAll(expanded(operand)));
                yield List.of(SqlStdOperatorTable.ROW.createCall(pos, items));
            }
            case GROUPING_SETS, ROLLUP, CUBE, GROUP_BY_DISTINCT -> {
                List<SqlNode> items = call.getOperandList().stream()
                        .map(operand -> {
                            List<SqlNode> one = expanded(operand);
                            return one.size() == 1 ? one.get(0) : SqlStdOperatorTable.ROW.createCall(pos, one);
                        })
                        .collect(Collectors.toList());
                yield List.of(call.getOperator().createCall(pos, items));
            }
            default -> List.of(call);
        };
    }

    private static String window(SqlOperator operator) {
        if (operator == SqlStdOperatorTable.TUMBLE_OLD) {
            return "TUMBLE";
        } else if (operator == SqlStdOperatorTable.HOP_OLD) {
            return "HOP";
        } else if (operator == SqlStdOperatorTable.SESSION_OLD) {
            return "SESSION";
        }
        String name = operator.getName().toUpperCase(Locale.ROOT);
        return operator instanceof SqlFunction && NAMES.contains(name) ? name : null;
    }

    /** A time, then lengths; for some windows an offset and the name of a time zone behind. */
    private record Operands(String window) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            List<RelDataType> types = binding.collectOperandTypes();
            boolean fits = types.size() > 1 && SqlTypeUtil.isDatetime(types.get(0));
            for (int i = 1; fits && i < types.size(); i++) {
                fits = fits(types.get(i), i, types.size());
            }
            if (!fits && throwOnFailure) {
                throw fault(binding, types);
            }
            return fits;
        }

        private boolean fits(RelDataType type, int position, int count) {
            int more = position - lengths(window);
            if (more <= 0) {
                return SqlTypeUtil.isInterval(type);
            }
            boolean offset = SqlTypeUtil.isInterval(type) || type.getSqlTypeName() == SqlTypeName.TIME;
            boolean zone = SqlTypeUtil.isCharacter(type) && position == count - 1 && takesZone(window);
            return !window.equals("SESSION") && (more == 1 && offset || more <= 2 && zone);
        }

        private MillraceException fault(SqlCallBinding binding, List<RelDataType> types) {
            String found = types.stream()
                    .map(type -> SqlTypeUtil.isInterval(type) ? type.toString() : "" + TypeTranslator.toEngine(type))
                    .collect(Collectors.joining(", "));
            return PlanErrors.at(
                    binding.getCall(),
                    ErrorCode.TYPE_MISMATCH,
                    PlanErrors.groupWindowUsage(window) + "; found " + window + "(" + found + ")");
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.any();
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return PlanErrors.groupWindowUsage(window);
        }
    }

    /** Whether a window may be in a time zone. */
    static boolean takesZone(String window) {
        return !window.equals("SESSION");
    }

    /** How many lengths a window has. */
    static int lengths(String window) {
        return window.equals("HOP") || window.equals("CUMULATE") ? 2 : 1;
    }
}
