package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.expr.TypeTranslator;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.parse.SqlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Turns syntax trees into the engine's plans.
 *
 * <p>Threads: any number; each call sees the catalog as it is then. Errors: USER codes with the place in the text;
 * MODE_NOT_SUPPORTED where the output mode cannot be honoured.
 */
public final class QueryPlanner {
    /** Names of classes, which say nothing to a user. */
    private static final Pattern INSIDES = Pattern.compile("\\w\\.\\w+\\.\\w|\\b(Rel|Rex|Sql)[A-Z]|\\w\\(\\)");

    private final Catalog catalog;

    public QueryPlanner(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * @param query a query, or the source of an INSERT
     * @param stream whether it goes on when its input does
     */
    public PlannedQuery plan(SqlNode query, boolean stream, PlanTarget target) {
        return guarded(query, () -> {
            UnsupportedSyntax.check(query);
            RelOptCluster cluster = QueryFrontEnd.newCluster();
            ViewExpansion views = views();
            LogicalQuery logical = LogicalQuery.of(views.frontEnd().validate(query), cluster);
            if (target instanceof PlanTarget.Insert insert) {
                logical = new InsertMapping(insert).apply(logical, query);
            }
            boolean batch = target.batch() || !stream;
            ComputedColumns computedColumns = new ComputedColumns(catalog.functions());
            PhysicalPlanner planner = new PhysicalPlanner(logical, computedColumns, catalog, batch, target, query);
            return planner.plan().with(views.states().tables());
        });
    }

    /** What Calcite cannot do it says in many ways, assertions among them; to the user each is a query not supported. */
    private static <T> T guarded(SqlNode query, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal refusal) {
            throw refusal.in(query);
        } catch (MillraceException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new MillraceException(
                    ErrorCode.TOO_COMPLEX, "the query nests too deep to be planned; split it into views", e);
        } catch (RuntimeException | AssertionError e) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED, "this query cannot be planned: " + firstLine(e), Positions.of(query), e);
        }
    }

    private static String firstLine(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null
                ? ""
                : root.getMessage().lines().findFirst().orElse("");
        return message.isEmpty() || INSIDES.matcher(message).find()
                ? "a part of it has no meaning where it stands"
                : message;
    }

    /** Validates a query, such as a view's, and says what columns it has. */
    public Schema schemaOf(SqlNode query) {
        return guarded(query, () -> {
            UnsupportedSyntax.check(query);
            return TypeTranslator.schema(views().frontEnd().validate(query).rowType());
        });
    }

    /** The same for a query over made-up tables, given by the columns that they have. */
    public static Schema schemaOf(SqlNode query, Map<String, Schema> tables, CatalogFunctions functions) {
        return guarded(query, () -> {
            UnsupportedSyntax.check(query);
            QueryFrontEnd frontEnd =
                    new QueryFrontEnd(new Operators(functions), CatalogTables.reader(tables), tables::keySet);
            return TypeTranslator.schema(frontEnd.validate(query).rowType());
        });
    }

    /**
     * What a query with parameters is like.
     *
     * @param parameters by number, as far as any is named; empty where the type is not known
     */
    public record Shape(Schema columns, List<Optional<DataType>> parameters) {}

    /** Validates a query, parameters and all, as far as that goes without their values. */
    public Shape shapeOf(SqlNode query) {
        return guarded(query, () -> {
            QueryFrontEnd.Validated valid = views().frontEnd().validate(query);
            RelDataType parameters = valid.validator().getParameterRowType(valid.query());
            List<Optional<DataType>> types = parameters.getFieldList().stream()
                    .map(RelDataTypeField::getType)
                    .map(type -> type.getSqlTypeName() == SqlTypeName.UNKNOWN
                            ? Optional.<DataType>empty()
                            : Optional.of(TypeTranslator.toEngine(type)))
                    .toList();
            return new Shape(TypeTranslator.schema(valid.rowType()), types);
        });
    }

    /** The columns of a table being created, each with the type that its expression has over the physical ones. */
    public List<CatalogColumn> resolveColumns(List<CatalogColumn> columns) {
        return columnsResolved(columns, catalog.functions());
    }

    /** As {@link #resolveColumns}: it takes no tables. */
    public static List<CatalogColumn> columnsResolved(List<CatalogColumn> columns, CatalogFunctions functions) {
        return new ComputedColumns(functions).resolved(columns);
    }

    /** Names of all functions that a query may call, in order. */
    public List<String> functions() {
        return new Operators(catalog.functions()).functionNames();
    }

    /**
     * Plans a small query over nothing, so that what a process loads for its first plan is there when it is wanted. For a
     * thread in the background.
     */
    public static void warmUp() {
        String query = "SELECT a, COUNT(*) FROM (VALUES (1, TIMESTAMP '2000-01-01 00:00:00')) AS t (a, ts) WHERE a > 0"
                + " GROUP BY a, TUMBLE(ts, INTERVAL '1' MINUTE)";
        new QueryPlanner(new Catalog()).plan(SqlText.parse(query).node(), false, new PlanTarget.BatchSelect());
    }

    private ViewExpansion views() {
        return new ViewExpansion(catalog);
    }
}
