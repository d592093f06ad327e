package io.millrace.sql.plan;

import io.millrace.sql.expr.Convertlets;
import io.millrace.sql.types.MillraceTypeFactory;
import java.util.Map;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.NlsString;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The converter to relational expressions; keeps strings VARCHAR and intervals exact to the microsecond. */
final class LiteralPreservingConverter extends SqlToRelConverter {
    LiteralPreservingConverter(SqlValidator validator, CalciteCatalogReader catalog, RelOptCluster cluster) {
        super(
                (rowType, queryString, schemaPath, viewPath) -> {
                    throw PlanErrors.internal("views are expanded by their tables");
                },
                validator,
                catalog,
                cluster,
                Convertlets.INSTANCE,
                SqlToRelConverter.config()
                        .withExpand(false)
                        .withTrimUnusedFields(false)
                        .withRelBuilderConfigTransform(
                                config -> config.withPushJoinCondition(true).withBloat(-1))
                        .withInSubQueryThreshold(Integer.MAX_VALUE));
    }

    @Override
    protected Blackboard createBlackboard(
            SqlValidatorScope scope, @Nullable Map<String, RexNode> nameToNodeMap, boolean top) {
        return new Blackboard(scope, nameToNodeMap, top) {
            @Override
            public RexNode visit(SqlLiteral literal) {
                RexNode kept = keep(literal);
                return kept == null ? super.visit(literal) : kept;
            }
        };
    }

    private @Nullable RexNode keep(SqlLiteral literal) {
        if (literal instanceof VarcharLiteral) {
            return rexBuilder.makeLiteral(
                    literal.getValueAs(NlsString.class),
                    MillraceTypeFactory.INSTANCE.createSqlType(SqlTypeName.VARCHAR),
                    true);
        }
        if (literal instanceof SqlIntervalLiteral
                && literal.getValue() instanceof SqlIntervalLiteral.IntervalValue interval
                && !interval.getIntervalQualifier().isYearMonth()) {
            return rexBuilder.makeIntervalLiteral(Intervals.millis(interval), interval.getIntervalQualifier());
        }
        return null;
    }
}
