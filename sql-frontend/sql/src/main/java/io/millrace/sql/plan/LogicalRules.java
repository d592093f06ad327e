package io.millrace.sql.plan;

import io.millrace.expr.Functions;
import io.millrace.sql.expr.ProgramOperator;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.rules.JoinPushExpressionsRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlOperator;

/**
 * The rules that run over every relational expression, in order:
 *
 * <ol>
 *   <li>filters go down, so that state and joins see fewer rows: through projections, unions, into joins, and below
 *       aggregates where they look at its keys only;
 *   <li>projections and filters that follow each other become one.
 * </ol>
 *
 * <p>None goes through a projection with a random function in it, which would be computed once more.
 *
 * <p>Looks odd, is meant: the rules are made from their own configurations. The class that offers them all ready-made brings
 * some six hundred classes with it, which the first query of a process would wait for.
 */
final class LogicalRules {
    private static final HepProgram PROGRAM = new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.TOP_DOWN)
            .addRuleInstance(FilterMergeRule.Config.DEFAULT.toRule())
            .addRuleInstance(FilterProjectTransposeRule.Config.DEFAULT
                    .withOperandFor(
                            Filter.class,
                            filter -> !RexUtil.containsCorrelation(filter.getCondition()),
                            Project.class,
                            LogicalRules::mayBeCopied)
                    .toRule())
            .addRuleInstance(FilterSetOpTransposeRule.Config.DEFAULT.toRule())
            .addRuleInstance(FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT.toRule())
            .addRuleInstance(FilterJoinRule.JoinConditionPushRule.JoinConditionPushRuleConfig.DEFAULT.toRule())
            .addRuleInstance(JoinPushExpressionsRule.Config.DEFAULT.toRule())
            .addRuleInstance(KeyFilterRule.INSTANCE)
            .addRuleInstance(FilterMergeRule.Config.DEFAULT.toRule())
            .addRuleInstance(ProjectMergeRule.Config.DEFAULT
                    .withOperandSupplier(outer -> outer.operand(Project.class)
                            .oneInput(inner -> inner.operand(Project.class)
                                    .predicate(LogicalRules::mayBeCopied)
                                    .anyInputs()))
                    .as(ProjectMergeRule.Config.class)
                    .toRule())
            .addRuleInstance(ProjectRemoveRule.Config.DEFAULT.toRule())
            .build();

    private LogicalRules() {}

    /** Whether its expressions may stand in more places than one: chance gives another value in each. */
    private static boolean mayBeCopied(Project project) {
        return project.getProjects().stream().noneMatch(LogicalRules::isRandom);
    }

    private static boolean isRandom(RexNode node) {
        return node instanceof RexCall call
                && (isRandom(call.getOperator()) || call.getOperands().stream().anyMatch(LogicalRules::isRandom));
    }

    private static boolean isRandom(SqlOperator operator) {
        return operator instanceof ProgramOperator
                ? !operator.isDeterministic()
                : Functions.isRandom(operator.getName());
    }

    static RelNode apply(RelNode rel) {
        HepPlanner planner = new HepPlanner(PROGRAM);
        planner.setExecutor(rel.getCluster().getPlanner().getExecutor());
        planner.setRoot(rel);
        return planner.findBestExp();
    }
}
