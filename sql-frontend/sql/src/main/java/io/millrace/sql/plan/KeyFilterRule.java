package io.millrace.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepRelVertex;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.tools.RelBuilder;

/**
 * Moves a filter on the keys of an aggregate below it, save what looks at a window's start or end: rows would then have to
 * be given to their windows before they are folded.
 *
 * <pre>
 * Filter(k = 1 AND n > 5)            Filter(n > 5)
 *   Aggregate(k, n = COUNT)    ->      Aggregate(k, n = COUNT)
 *                                        Filter(k = 1)
 * </pre>
 */
final class KeyFilterRule extends FilterAggregateTransposeRule {
    static final KeyFilterRule INSTANCE = new KeyFilterRule();

    private KeyFilterRule() {
        super(Config.DEFAULT);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        Aggregate aggregate = call.rel(1);
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            (looksAtKeysOnly(condition, aggregate) ? below : above).add(condition);
        }
        if (below.isEmpty()) {
            return;
        }
        RelBuilder builder = call.builder();
        builder.push(aggregate.getInput());
        builder.filter(
                below.stream().map(condition -> overInput(condition, aggregate)).toList());
        builder.push(aggregate.copy(aggregate.getTraitSet(), List.of(builder.build())));
        builder.filter(above);
        call.transformTo(builder.build());
    }

    private static boolean looksAtKeysOnly(RexNode condition, Aggregate aggregate) {
        List<Integer> fields = RelOptUtil.InputFinder.bits(condition).asList();
        return !fields.isEmpty()
                && fields.stream()
                        .allMatch(field -> field < aggregate.getGroupCount()
                                && inAllSets(aggregate, aggregate.getGroupSet().nth(field))
                                && !isWindow(
                                        aggregate.getInput(),
                                        aggregate.getGroupSet().nth(field)));
    }

    /** A row that not every grouping set has by its key must not be kept out of the others. */
    private static boolean inAllSets(Aggregate aggregate, int field) {
        return aggregate.getGroupSets().stream().allMatch(set -> set.get(field));
    }

    private static RexNode overInput(RexNode condition, Aggregate aggregate) {
        return condition.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(aggregate.getGroupSet().nth(ref.getIndex()), ref.getType());
            }
        });
    }

    private static boolean isWindow(RelNode vertex, int field) {
        RelNode rel = vertex instanceof HepRelVertex hep ? hep.getCurrentRel() : vertex;
        if (rel instanceof Project project) {
            RexNode node = project.getProjects().get(field);
            return GroupWindows.isBound(node)
                    || node instanceof RexInputRef ref && isWindow(project.getInput(), ref.getIndex());
        }
        if (rel instanceof Filter filter) {
            return isWindow(filter.getInput(), field);
        }
        if (rel instanceof Correlate correlate) {
            return field < correlate.getLeft().getRowType().getFieldCount() && isWindow(correlate.getLeft(), field);
        }
        return rel instanceof TableFunctionScan scan
                && field >= scan.getInput(0).getRowType().getFieldCount();
    }
}
