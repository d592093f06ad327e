package io.millrace.sql.plan;

import io.millrace.columnar.Schema;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogProgram;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.expr.TypeTranslator;
import io.millrace.sql.types.MillraceTypeFactory;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;

/** The catalog as Calcite wants to see it: tables and views by name, without regard to case. */
final class CatalogTables {
    private CatalogTables() {}

    /** A table that is read as it is; found again in a plan by {@code unwrap}. */
    static final class BaseTable extends AbstractTable {
        private final Schema schema;
        private final CatalogTable table;

        BaseTable(Schema schema, CatalogTable table) {
            this.schema = schema;
            this.table = table;
        }

        /** Null for a table made up to resolve expressions against. */
        CatalogTable catalogTable() {
            return table;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            return TypeTranslator.toCalcite(schema, factory);
        }
    }

    /** A table that cannot be used. */
    private static final class BrokenTable extends AbstractTable {
        private final MillraceException failure;

        BrokenTable(MillraceException failure) {
            this.failure = failure;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            throw failure;
        }
    }

    /** A view, which gives way to its query. */
    static final class ViewTable extends AbstractTable implements TranslatableTable {
        private final CatalogView view;
        private final ViewExpansion expansion;

        ViewTable(CatalogView view, ViewExpansion expansion) {
            this.view = view;
            this.expansion = expansion;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            return expansion.rowType(view);
        }

        @Override
        public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
            return expansion.expand(view, context.getCluster());
        }
    }

    /** What functions of a program make of queries. */
    static final class ProgramTable extends AbstractTable implements TranslatableTable {
        private final CatalogProgram program;
        private final ViewExpansion expansion;

        ProgramTable(CatalogProgram program, ViewExpansion expansion) {
            this.program = program;
            this.expansion = expansion;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            return TypeTranslator.toCalcite(program.schema(), factory);
        }

        @Override
        public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
            List<RelNode> inputs = program.inputs().stream()
                    .map(input -> expansion.expand(input.get(), context.getCluster()))
                    .toList();
            return new ProgramRel(context.getCluster(), inputs, table.getRowType(), program);
        }
    }

    static CalciteCatalogReader reader(
            Catalog catalog, Function<CatalogView, ViewTable> views, Function<CatalogProgram, ProgramTable> programs) {
        CalciteSchema root = emptySchema();
        for (CatalogProgram program : catalog.programs()) {
            root.add(program.name(), programs.apply(program));
        }
        for (CatalogTable table : catalog.tables()) {
            root.add(table.name(), new BaseTable(table.schema(), table));
        }
        catalog.broken().forEach((name, failure) -> root.add(name, new BrokenTable(failure)));
        for (CatalogView view : catalog.views()) {
            root.add(view.name(), views.apply(view));
        }
        return reader(root);
    }

    /** A catalog of one table. */
    static CalciteCatalogReader reader(String name, Schema schema) {
        return reader(Map.of(name, schema));
    }

    /** A catalog of tables that have columns and nothing else. */
    static CalciteCatalogReader reader(Map<String, Schema> tables) {
        CalciteSchema root = emptySchema();
        tables.forEach((name, schema) -> root.add(name, new BaseTable(schema, null)));
        return reader(root);
    }

    private static CalciteSchema emptySchema() {
        return CalciteSchema.createRootSchema(false, false, "", new AbstractSchema());
    }

    private static CalciteCatalogReader reader(CalciteSchema root) {
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        return new CalciteCatalogReader(
                root, List.of(), MillraceTypeFactory.INSTANCE, new CalciteConnectionConfigImpl(properties));
    }
}
