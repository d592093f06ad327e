package io.millrace.sql.plan;

import io.millrace.sql.types.MillraceTypeFactory;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;

/** Validates syntax trees against a catalog and turns them into relational expressions. */
final class QueryFrontEnd {
    private final Operators operators;
    private final StateTables states;
    private final CalciteCatalogReader catalog;
    private final Supplier<Collection<String>> tableNames;

    /** One for queries that read no state. */
    QueryFrontEnd(Operators operators, CalciteCatalogReader catalog, Supplier<Collection<String>> tableNames) {
        this(operators, null, catalog, tableNames);
    }

    /** @param states makes the tables of TABLE(STATE(...)); null where there are none */
    QueryFrontEnd(
            Operators operators,
            StateTables states,
            CalciteCatalogReader catalog,
            Supplier<Collection<String>> tableNames) {
        this.operators = operators;
        this.states = states;
        this.catalog = catalog;
        this.tableNames = tableNames;
    }

    /** A query that is known to be valid. */
    record Validated(SqlNode query, RelDataType rowType, SqlValidator validator, CalciteCatalogReader catalog) {
        RelRoot toRoot(RelOptCluster cluster) {
            AggregateOperator.prepare(query);
            return new LiteralPreservingConverter(validator, catalog, cluster).convertQuery(query, false, true);
        }

        /** As the input of something else: an ORDER BY at its top means nothing there and is left out. */
        RelNode toRel(RelOptCluster cluster) {
            return toRoot(cluster).project();
        }
    }

    Validated validate(SqlNode query) {
        SqlValidator validator = new QueryValidator(
                operators,
                catalog,
                MillraceTypeFactory.INSTANCE,
                SqlValidator.Config.DEFAULT
                        .withConformance(MillraceConformance.INSTANCE)
                        .withDefaultNullCollation(NullCollation.LOW)
                        .withTypeCoercionFactory(StrictCoercion::new)
                        .withIdentifierExpansion(true));
        SqlNode rewritten = QueryRewriter.rewrite(states == null ? query : states.expand(query, catalog), operators);
        return ValidationErrors.translate(operators, catalog, tableNames, query, () -> {
            SqlNode valid = validator.validate(rewritten);
            ComparisonCheck.check(valid, validator);
            return new Validated(valid, validator.getValidatedNodeType(valid), validator, catalog);
        });
    }

    /** What the relational expressions of one statement share. Constants are left as written, never computed here. */
    static RelOptCluster newCluster() {
        HepPlanner planner = new HepPlanner(HepProgram.builder().build());
        planner.setExecutor((rexBuilder, constants, reduced) -> reduced.addAll(constants));
        return RelOptCluster.create(planner, new RexBuilder(MillraceTypeFactory.INSTANCE));
    }
}
