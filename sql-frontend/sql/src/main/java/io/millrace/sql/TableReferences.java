package io.millrace.sql;

import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Finds the tables and views that a query names. Names of WITH queries are not among them. */
final class TableReferences extends SqlBasicVisitor<Void> {
    private final Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private TableReferences() {}

    /** Matching without regard to case. */
    static Set<String> of(SqlNode query) {
        TableReferences references = new TableReferences();
        query.accept(references);
        references.found.removeAll(references.own);
        return references.found;
    }

    /** The tables that a plan reads. */
    static Set<String> of(PlanNode plan) {
        Set<String> tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        collect(plan, tables);
        return tables;
    }

    private static void collect(PlanNode node, Set<String> into) {
        if (node instanceof Scan scan) {
            into.add(scan.table());
        }
        node.inputs().forEach(input -> collect(input, into));
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            from(select.getFrom());
        } else if (call instanceof SqlWithItem item) {
            own.add(item.name.getSimple());
        } else if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            from(call.operand(0));
        }
        return super.visit(call);
    }

    private void from(SqlNode source) {
        if (source instanceof SqlIdentifier identifier) {
            found.add(identifier.names.get(identifier.names.size() - 1));
        } else if (source instanceof SqlJoin join) {
            from(join.getLeft());
            from(join.getRight());
        } else if (source instanceof SqlBasicCall call && call.operandCount() > 0) {
            switch (call.getKind()) {
                case AS, SNAPSHOT, TABLESAMPLE, TABLE_REF, MATCH_RECOGNIZE, PIVOT, UNPIVOT, EXTEND ->
                    from(call.operand(0));
                default -> {
                    // subqueries and table functions: their own SELECT or TABLE is visited
                }
            }
        }
    }
}
