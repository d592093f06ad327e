package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.expr.TypeTranslator;
import io.millrace.sql.types.MillraceTypeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * Fits the columns of a query to the physical columns of the table it is inserted into: by position, or by the names that
 * the INSERT lists; cast where that loses nothing or is checked when it runs; NULL where the INSERT names no value.
 */
final class InsertMapping {
    private final PlanTarget.Insert target;
    private final CatalogTable table;
    private final Schema columns;

    InsertMapping(PlanTarget.Insert target) {
        this.target = target;
        this.table = target.table();
        this.columns = table.table().schema();
    }

    LogicalQuery apply(LogicalQuery query, SqlNode place) {
        if (table.writable().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "table \"" + table.name() + "\" cannot be written: connector \"" + table.connector()
                            + "\" only reads");
        }
        int[] positions = positions();
        List<RelDataTypeField> given = query.rel().getRowType().getFieldList();
        if (given.size() != positions.length) {
            throw PlanErrors.at(
                    place,
                    ErrorCode.INVALID_QUERY,
                    "the query has " + given.size() + " columns, but INSERT INTO \"" + table.name() + "\" takes "
                            + positions.length + ": "
                            + String.join(
                                    ", ",
                                    Arrays.stream(positions)
                                            .mapToObj(position ->
                                                    columns.field(position).name())
                                            .toList()));
        }
        return new LogicalQuery(project(query.rel(), positions, place), columns.names());
    }

    private RelNode project(RelNode rel, int[] positions, SqlNode place) {
        RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
        List<RexNode> values = new ArrayList<>(Collections.nCopies(columns.size(), null));
        for (int i = 0; i < positions.length; i++) {
            RexNode value = RexInputRef.of(i, rel.getRowType());
            values.set(positions[i], assigned(rexBuilder, value, columns.field(positions[i]), place));
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                values.set(i, missing(rexBuilder, columns.field(i), place));
            }
        }
        return LogicalRules.apply(LogicalProject.create(rel, List.of(), values, columns.names(), Set.of()));
    }

    private int[] positions() {
        if (target.columns().isEmpty()) {
            int[] all = new int[columns.size()];
            Arrays.setAll(all, i -> i);
            return all;
        }
        List<Integer> positions = new ArrayList<>();
        for (SqlIdentifier name : target.columns()) {
            int position = columns.indexOf(name.getSimple());
            if (position < 0) {
                throw notWritable(name);
            }
            if (positions.contains(position)) {
                throw PlanErrors.at(
                        name, ErrorCode.DUPLICATE_NAME, "INSERT names column \"" + name.getSimple() + "\" twice");
            }
            positions.add(position);
        }
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    private MillraceException notWritable(SqlIdentifier name) {
        boolean computed = table.column(name.getSimple())
                .filter(column -> !column.physical())
                .isPresent();
        if (computed) {
            return PlanErrors.at(
                    name,
                    ErrorCode.INVALID_QUERY,
                    "column \"" + name.getSimple() + "\" is computed and cannot be inserted; leave it out");
        }
        return PlanErrors.unknownColumn(name.getSimple(), columns.names(), name);
    }

    private RexNode missing(RexBuilder rexBuilder, Field column, SqlNode place) {
        if (!column.nullable()) {
            throw PlanErrors.at(
                    place,
                    ErrorCode.NOT_NULL_VIOLATION,
                    "column \"" + column.name() + "\" of \"" + table.name()
                            + "\" is NOT NULL, but the INSERT gives no value for it");
        }
        return rexBuilder.makeNullLiteral(type(column, true));
    }

    private RexNode assigned(RexBuilder rexBuilder, RexNode value, Field column, SqlNode place) {
        DataType from = TypeTranslator.toEngine(value.getType());
        if (!column.nullable() && from.kind() == DataType.Kind.NULL) {
            throw nullInto(column, place);
        }
        if (!isAssignable(from, column.type())) {
            throw PlanErrors.at(
                    place,
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + column.name() + "\" of \"" + table.name() + "\" is " + column.type()
                            + ", but the query gives " + from + "; write CAST(... AS " + column.type() + ")");
        }
        boolean nullable = value.getType().isNullable();
        RexNode fitting = from.equals(column.type()) ? value : rexBuilder.makeCast(type(column, nullable), value, true);
        if (column.nullable() || !nullable) {
            return fitting;
        }
        String what = "column \"" + column.name() + "\" of \"" + table.name() + "\"";
        return rexBuilder.makeCall(OwnFunctions.REQUIRED, fitting, rexBuilder.makeLiteral(what));
    }

    private MillraceException nullInto(Field column, SqlNode place) {
        return PlanErrors.at(
                place,
                ErrorCode.NOT_NULL_VIOLATION,
                "column \"" + column.name() + "\" of \"" + table.name() + "\" is NOT NULL, but the query gives NULL");
    }

    /** What SQL assigns without a CAST: numbers to numbers, texts to texts, times of one kind; whatever fits is kept. */
    private static boolean isAssignable(DataType from, DataType to) {
        if (from.kind() == DataType.Kind.NULL || from.equals(to)) {
            return true;
        }
        if (from.isNumeric() && to.isNumeric() || from.isString() && to.isString()) {
            return true;
        }
        if (from.isTimestamp() || from.kind() == DataType.Kind.DATE) {
            return to.isTimestamp();
        }
        boolean bytes = isBytes(from) && isBytes(to);
        return bytes || from.kind() == to.kind();
    }

    private static boolean isBytes(DataType type) {
        return type.kind() == DataType.Kind.BINARY || type.kind() == DataType.Kind.VARBINARY;
    }

    private static RelDataType type(Field column, boolean nullable) {
        return TypeTranslator.toCalcite(column.type(), nullable, MillraceTypeFactory.INSTANCE);
    }
}
