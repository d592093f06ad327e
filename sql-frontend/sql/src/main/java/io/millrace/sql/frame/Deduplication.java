package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.WatermarkClause;
import io.millrace.sql.parse.SqlText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes the step of {@code DEDUPLICATE}: within the delay of the watermark, one row of those that agree. */
public final class Deduplication {
    private static final String FUNCTION = "DEDUPLICATE";

    private Deduplication() {}

    /** @param names of the columns that duplicates agree on; of none all columns */
    public static Query withinWatermark(Query query, List<String> names) {
        Query input = Steps.withoutOrder(query);
        FrameColumn time = input.columns().stream()
                .filter(FrameColumn::eventTime)
                .findFirst()
                .orElseThrow(Deduplication::noWatermark);
        String within =
                Lengths.sql(Duration.of(delay(input).orElseThrow(Deduplication::noWatermark), ChronoUnit.MICROS));
        List<FrameColumn> keys = new ArrayList<>();
        names.forEach(name -> keys.addAll(Steps.columns(input, Expression.column(name))));
        return Steps.typed(Step.over(
                input,
                from -> {
                    List<SqlNode> arguments = new ArrayList<>(List.of(table(from), descriptor(List.of(time))));
                    if (!keys.isEmpty()) {
                        arguments.add(descriptor(keys));
                    }
                    arguments.add(SqlText.parseExpression(within));
                    return Selects.star(call(arguments)).toSql();
                },
                input.columns()));
    }

    /** The longest delay of the watermarks below. */
    private static OptionalLong delay(Query query) {
        if (query instanceof TableQuery read) {
            return read.table().watermark().stream()
                    .mapToLong(WatermarkClause::delayMicros)
                    .findFirst();
        }
        return query.inputs().stream()
                .map(Deduplication::delay)
                .flatMapToLong(OptionalLong::stream)
                .max();
    }

    private static MillraceException noWatermark() {
        return new MillraceException(
                ErrorCode.INVALID_QUERY,
                "dropDuplicatesWithinWatermark needs an event time with a watermark, whose delay says how far apart"
                        + " duplicates may be; call withWatermark(column, delay) first, or say it in SQL:"
                        + " TABLE(DEDUPLICATE(TABLE t, DESCRIPTOR(time_column), DESCRIPTOR(key), within))");
    }

    /** What stands under an alias, as an argument. */
    private static SqlNode table(SqlNode from) {
        SqlNode plain = from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(0) : from;
        return plain instanceof SqlIdentifier
                ? SqlStdOperatorTable.EXPLICIT_TABLE.createCall(SqlParserPos.ZERO, plain)
                : plain;
    }

    private static SqlNode descriptor(List<FrameColumn> columns) {
        return SqlStdOperatorTable.DESCRIPTOR.createCall(
                SqlParserPos.ZERO,
                columns.stream()
                        .map(column -> new SqlIdentifier(column.sqlName(), SqlParserPos.ZERO))
                        .toList());
    }

    private static SqlNode call(List<SqlNode> arguments) {
        SqlUnresolvedFunction function = new SqlUnresolvedFunction(
                new SqlIdentifier(FUNCTION, SqlParserPos.ZERO),
                null,
                null,
                null,
                null,
                SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
        return SqlStdOperatorTable.COLLECTION_TABLE.createCall(
                SqlParserPos.ZERO, function.createCall(SqlParserPos.ZERO, arguments));
    }
}
