package io.millrace.sql.plan;

import io.millrace.sql.catalog.CatalogProgram;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;

/** What functions of a program make of relational expressions: no rule looks into it, or moves anything through it. */
final class ProgramRel extends AbstractRelNode {
    private final CatalogProgram program;
    private final List<RelNode> inputs;

    ProgramRel(RelOptCluster cluster, List<RelNode> inputs, RelDataType rowType, CatalogProgram program) {
        super(cluster, cluster.traitSetOf(Convention.NONE));
        this.inputs = new ArrayList<>(inputs);
        this.rowType = rowType;
        this.program = program;
    }

    CatalogProgram program() {
        return program;
    }

    @Override
    public List<RelNode> getInputs() {
        return List.copyOf(inputs);
    }

    @Override
    public void replaceInput(int ordinal, RelNode input) {
        inputs.set(ordinal, input);
        recomputeDigest();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> newInputs) {
        return new ProgramRel(getCluster(), newInputs, rowType, program);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        super.explainTerms(writer);
        for (int i = 0; i < inputs.size(); i++) {
            writer.input("input" + i, inputs.get(i));
        }
        return writer.item("program", program.name());
    }
}
