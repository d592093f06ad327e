package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.Schema;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.sql.expr.ProgramNames;
import io.millrace.sql.expr.RexTranslator;
import io.millrace.sql.expr.TypeTranslator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;

/** Scalar expressions over the fields of a relational expression, as expressions over the columns of a {@link Relation}. */
final class Expressions {
    /** A column plus a constant. */
    record Shift(int column, long micros) {}

    /** The kinds of whole numbers, each of which holds all of those before it. */
    private static final List<Kind> INTEGERS = List.of(Kind.TINYINT, Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);

    /** A time cut to a multiple of a length. */
    record Floor(Shift time, long unitMicros) {}

    private static final Map<String, Long> FIXED_UNITS =
            Map.of("SECOND", 1_000_000L, "MINUTE", 60_000_000L, "HOUR", 3_600_000_000L, "DAY", 86_400_000_000L);

    private final RexTranslator translator;

    Expressions(RexBuilder rexBuilder, ProgramNames programNames) {
        this.translator = new RexTranslator(rexBuilder, programNames);
    }

    /** The column that an expression is, as a wider type: different values stay different. Empty for any other. */
    static Optional<Integer> widened(Expr expr) {
        if (!(expr instanceof Call cast)
                || !cast.function().equals("CAST")
                || !(cast.args().get(0) instanceof InputRef column)) {
            return Optional.empty();
        }
        DataType from = column.type();
        DataType to = cast.type();
        boolean wider = switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                from.isInteger() && INTEGERS.indexOf(from.kind()) <= INTEGERS.indexOf(to.kind());
            case DOUBLE -> from.kind() == Kind.REAL;
            case TIMESTAMP -> from.kind() == Kind.DATE || hasRoomFor(from, to);
            case TIMESTAMP_LTZ, TIME, VARCHAR, VARBINARY -> hasRoomFor(from, to);
            default -> false;
        };
        return wider ? Optional.of(column.index()) : Optional.empty();
    }

    private static boolean hasRoomFor(DataType from, DataType to) {
        boolean unlimited = to.precision() < 0;
        return from.kind() == to.kind() && (unlimited || from.precision() >= 0 && from.precision() <= to.precision());
    }

    /**
     * The expression with fields replaced by columns. Where it adds to a time what makes it another column that is there
     * already ({@code window_start + size}), that column takes its place.
     */
    RexNode overColumns(RexNode node, Relation input) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(input.fields().get(ref.getIndex()), ref.getType());
            }

            @Override
            public RexNode visitCall(RexCall call) {
                RexNode moved = super.visitCall(call);
                Integer known = knownColumn(moved, input);
                return known == null ? moved : new RexInputRef(known, moved.getType());
            }
        });
    }

    private static Integer knownColumn(RexNode node, Relation input) {
        Shift shift = shift(node);
        TimeColumn time = shift == null ? null : input.times().get(shift.column());
        if (time == null) {
            return null;
        }
        TimeColumn wanted = time.shifted(shift.micros());
        DataType type = TypeTranslator.toEngine(node.getType());
        for (Map.Entry<Integer, TimeColumn> entry : input.times().entrySet()) {
            TimeColumn found = entry.getValue();
            if (found.family() == wanted.family()
                    && found.deltaMicros() == wanted.deltaMicros()
                    && input.columns().type(entry.getKey()).equals(type)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** The expression as a column plus a constant; null when it is something else. */
    static Shift shift(RexNode node) {
        if (node instanceof RexInputRef ref) {
            return new Shift(ref.getIndex(), 0);
        }
        if (!(node instanceof RexCall call)) {
            return null;
        }
        if (call.getOperator() == OwnFunctions.ROWTIME) {
            return moved(shift(call.getOperands().get(0)), -1);
        }
        if (call.isA(SqlKind.CAST)) {
            return keepsTime(call) ? shift(call.getOperands().get(0)) : null;
        }
        boolean plus = call.isA(SqlKind.PLUS);
        if (!plus && !call.isA(SqlKind.MINUS) || call.getOperands().size() != 2) {
            return null;
        }
        OptionalLong micros = Intervals.micros(call.getOperands().get(1));
        if (micros.isEmpty() || !TypeTranslator.toEngine(call.getType()).isTimestamp()) {
            return null;
        }
        return moved(shift(call.getOperands().get(0)), plus ? micros.getAsLong() : -micros.getAsLong());
    }

    private static Shift moved(Shift shift, long micros) {
        return shift == null ? null : new Shift(shift.column(), Math.addExact(shift.micros(), micros));
    }

    /** {@code FLOOR(time TO unit)} of a unit of fixed length: the shifted column and that length; null for anything else. */
    static Floor floor(RexNode node) {
        if (!(node instanceof RexCall call)
                || !call.isA(SqlKind.FLOOR)
                || call.getOperands().size() != 2) {
            return null;
        }
        RexNode time = call.getOperands().get(0);
        Shift shift = shift(time);
        // in a zone with summer time days and hours have no fixed length
        boolean fixed = TypeTranslator.toEngine(time.getType()).kind() == DataType.Kind.TIMESTAMP;
        if (shift == null || !fixed || !(call.getOperands().get(1) instanceof RexLiteral unit)) {
            return null;
        }
        Long micros = FIXED_UNITS.get(String.valueOf(unit.getValue()));
        return micros == null ? null : new Floor(shift, micros);
    }

    private static boolean keepsTime(RexCall cast) {
        DataType to = TypeTranslator.toEngine(cast.getType());
        DataType from = TypeTranslator.toEngine(cast.getOperands().get(0).getType());
        return to.isTimestamp() && to.kind() == from.kind() && to.precision() >= from.precision();
    }

    /** The columns that an expression over columns names. */
    static Set<Integer> columnsOf(RexNode node) {
        Set<Integer> columns = new TreeSet<>();
        node.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitInputRef(RexInputRef ref) {
                columns.add(ref.getIndex());
                return null;
            }
        });
        return columns;
    }

    /** An expression over columns as the engine's. */
    Expr translate(RexNode overColumns, Schema columns) {
        return typed(translator.translate(overColumns), columns);
    }

    /** References with exactly the type and nullability of the columns they name. */
    private static Expr typed(Expr expr, Schema columns) {
        if (expr instanceof InputRef ref) {
            return Expr.column(
                    ref.index(),
                    columns.type(ref.index()),
                    columns.field(ref.index()).nullable());
        }
        if (expr instanceof Call call) {
            return call.withArgs(
                    call.args().stream().map(arg -> typed(arg, columns)).toList());
        }
        return expr;
    }
}
