package io.millrace.sql;

import io.millrace.checkpoint.StoredStatement;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QueryListener;
import io.millrace.runtime.QueryProgress;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.parse.CreateTable;
import io.millrace.sql.parse.DeepStack;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.SqlText;
import java.util.Set;
import org.apache.calcite.sql.ddl.SqlCreateView;

/**
 * Makes again what a database keeps, and has its queries go on. What cannot be made does not keep the rest from it: a table
 * says why when it is used, a query in SHOW QUERIES.
 *
 * <p>Looks odd, is meant: a view is not validated, so that views need no order and one over a table that cannot be made is
 * there to be dropped.
 */
final class DatabaseOpening {
    private final SharedState shared;

    DatabaseOpening(SharedState shared) {
        this.shared = shared;
    }

    void run() {
        KeptStatements kept = shared.kept();
        for (StoredStatement statement : kept.all()) {
            if (!statement.kind().isQuery()) {
                define(statement);
            }
        }
        shared.pipelines().addListener(new Endings(kept));
        for (StoredStatement statement : kept.all()) {
            switch (statement.kind()) {
                case QUERY -> resume(statement);
                case STOPPED_QUERY -> remember(statement, StreamingQuery.State.STOPPED, null);
                case FINISHED_QUERY -> remember(statement, StreamingQuery.State.FINISHED, null);
                case TABLE, VIEW -> {}
            }
        }
    }

    /** A session with the settings under which the statement was executed first. */
    private SessionState state(StoredStatement statement) {
        SessionState state = new SessionState(shared);
        statement.settings().forEach(state.settings()::set);
        return state;
    }

    private void define(StoredStatement statement) {
        if (statement.kind() == StoredStatement.Kind.VIEW) {
            ParsedStatement parsed = SqlText.parse(statement.text());
            SqlCreateView create = (SqlCreateView) parsed.node();
            shared.catalog()
                    .add(new CatalogView(statement.name(), TableStatements.columnNames(create), parsed.viewQuery()));
            return;
        }
        try {
            SessionState state = state(statement);
            shared.catalog()
                    .add(DeepStack.call(() -> new TableBuilder(state, (CreateTable)
                                    SqlText.parse(statement.text()).node())
                            .build()));
        } catch (RuntimeException e) {
            MillraceException failure = failure(e);
            shared.catalog()
                    .addBroken(
                            statement.name(),
                            new MillraceException(
                                    failure.code(),
                                    "table \"" + statement.name() + "\" is kept in the database, but could not be made"
                                            + " when it was opened: " + failure.getMessage()
                                            + "; mend that and open the database again, or DROP the table",
                                    failure));
        }
    }

    private void resume(StoredStatement statement) {
        try {
            new StatementExecutor(state(statement)).execute(SqlText.parse(statement.text()));
            shared.kept().resumed(statement.name());
        } catch (RuntimeException e) {
            if (failure(e).code() == ErrorCode.CANCELLED) {
                throw e;
            }
            remember(statement, StreamingQuery.State.FAILED, failure(e));
        }
    }

    private void remember(StoredStatement statement, StreamingQuery.State state, MillraceException failure) {
        shared.queries().add(Pipelines.ended(statement.name(), state, failure), Set.of(), true);
    }

    private static MillraceException failure(RuntimeException e) {
        return e instanceof MillraceException failure
                ? failure
                : new MillraceException(ErrorCode.INTERNAL, "this should not have happened: " + e, e);
    }

    /** Has queries that end by themselves stay ended. */
    private record Endings(KeptStatements kept) implements QueryListener {
        @Override
        public void started(StreamingQuery query) {}

        @Override
        public void progress(StreamingQuery query, QueryProgress progress) {}

        @Override
        public void idle(StreamingQuery query) {}

        @Override
        public void terminated(StreamingQuery query) {
            kept.ended(query);
        }
    }
}
