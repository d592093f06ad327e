package io.millrace.sql.plan;

import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.rules.JoinPushExpressionsRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;

/**
 * The rules that run over every relational expression, in order:
 *
 * <ol>
 *   <li>filters go down, so that state and joins see fewer rows: through projections, unions, into joins, and below
 *       aggregates where they look at its keys only;
 *   <li>projections and filters that follow each other become one.
 * </ol>
 *
 * <p>Looks odd, is meant: the rules are made from their own configurations. The class that offers them all ready-made brings
 * some six hundred classes with it, which the first query of a process would wait for.
 */
final class LogicalRules {
    private static final HepProgram PROGRAM = new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.TOP_DOWN)
            .addRuleInstance(FilterMergeRule.Config.DEFAULT.toRule())
            .addRuleInstance(FilterProjectTransposeRule.Config.DEFAULT.toRule())
            .addRuleInstance(FilterSetOpTransposeRule.Config.DEFAULT.toRule())
            .addRuleInstance(FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT.toRule())
            .addRuleInstance(FilterJoinRule.JoinConditionPushRule.JoinConditionPushRuleConfig.DEFAULT.toRule())
            .addRuleInstance(JoinPushExpressionsRule.Config.DEFAULT.toRule())
            .addRuleInstance(KeyFilterRule.INSTANCE)
            .addRuleInstance(FilterMergeRule.Config.DEFAULT.toRule())
            .addRuleInstance(ProjectMergeRule.Config.DEFAULT.toRule())
            .addRuleInstance(ProjectRemoveRule.Config.DEFAULT.toRule())
            .build();

    private LogicalRules() {}

    static RelNode apply(RelNode rel) {
        HepPlanner planner = new HepPlanner(PROGRAM);
        planner.setExecutor(rel.getCluster().getPlanner().getExecutor());
        planner.setRoot(rel);
        return planner.findBestExp();
    }
}
