package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.parse.Command;
import io.millrace.sql.parse.CreateTable;
import io.millrace.sql.parse.DeepStack;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.parse.SetOption;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlDdl;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.apache.calcite.sql.ddl.SqlDropTable;
import org.apache.calcite.sql.ddl.SqlDropView;

/**
 * Takes each statement to where it is executed.
 *
 * <p>Threads: statements run side by side, but a definition runs alone: what a statement was planned against does not
 * change before its query has started. Nothing that takes long is done while others are kept waiting.
 */
final class StatementExecutor {
    private final SessionState state;
    private final TableStatements tables;
    private final ShowStatements show;
    private final QueryStatements queries;
    private final CheckpointStatements checkpoints;
    private final MemoryStatements memory;
    private final ReadWriteLock definitions;

    StatementExecutor(SessionState state) {
        this.state = state;
        this.tables = new TableStatements(state);
        this.show = new ShowStatements(state);
        this.queries = new QueryStatements(state);
        this.checkpoints = new CheckpointStatements(state, queries);
        this.memory = new MemoryStatements(state);
        this.definitions = state.shared().definitions();
    }

    StatementResult execute(ParsedStatement statement) {
        if (statement.node() instanceof Command command) {
            if (command.kind() == Command.Kind.WAIT_QUERY) {
                return waitFor(command);
            }
            if (command.kind() == Command.Kind.STOP_QUERY) {
                return stop(command);
            }
        }
        Supplier<StatementResult> rest = DeepStack.call(
                () -> statement.node() instanceof SqlDdl ? define(statement) : start(statement), this::forget);
        return rest.get();
    }

    /** Plans and starts something while no definition changes. */
    <T> T planning(Supplier<T> work) {
        definitions.readLock().lock();
        try {
            return work.get();
        } finally {
            definitions.readLock().unlock();
        }
    }

    /** Changes definitions while nothing is planned. */
    void defining(Runnable work) {
        definitions.writeLock().lock();
        try {
            work.run();
        } finally {
            definitions.writeLock().unlock();
        }
    }

    /** Ends what was started for somebody who was interrupted and has gone. */
    private void forget(Supplier<StatementResult> started) {
        StatementResult result = started.get();
        if (result instanceof StatementResult.Rows rows) {
            rows.cursor().close();
        } else if (result instanceof StatementResult.Started query) {
            state.kept().stopped(query.query().name());
            query.query().stop();
        }
    }

    private Supplier<StatementResult> define(ParsedStatement statement) {
        definitions.writeLock().lock();
        try {
            StatementResult result = definition(statement);
            return () -> result;
        } finally {
            definitions.writeLock().unlock();
        }
    }

    private StatementResult definition(ParsedStatement statement) {
        SqlNode node = statement.node();
        if (node instanceof CreateTable create) {
            return tables.createTable(create, statement);
        }
        if (node instanceof SqlCreateView create) {
            return tables.createView(create, statement);
        }
        if (node instanceof SqlDropTable drop) {
            return tables.dropTable(drop);
        }
        if (node instanceof SqlDropView drop) {
            return tables.dropView(drop);
        }
        throw unsupported(statement);
    }

    /** Begins a statement; what is given back does the rest, when definitions may change again. */
    private Supplier<StatementResult> start(ParsedStatement statement) {
        definitions.readLock().lock();
        try {
            if (statement.node() instanceof SqlInsert insert) {
                return queries.insert(insert, statement);
            }
            StatementResult result = answer(statement);
            return () -> result;
        } finally {
            definitions.readLock().unlock();
        }
    }

    private StatementResult answer(ParsedStatement statement) {
        SqlNode node = statement.node();
        if (node instanceof Command command) {
            return command(command, statement.stream());
        }
        if (node instanceof SetOption option) {
            return set(option);
        }
        if (node.isA(SqlKind.QUERY)) {
            return queries.select(statement);
        }
        throw unsupported(statement);
    }

    private static MillraceException unsupported(ParsedStatement statement) {
        return new MillraceException(ErrorCode.UNSUPPORTED, "this statement is not supported", statement.range(), null);
    }

    private StatementResult command(Command command, boolean stream) {
        return switch (command.kind()) {
            case SHOW_TABLES -> show.tables();
            case SHOW_VIEWS -> show.views();
            case SHOW_QUERIES -> show.queries();
            case SHOW_CONNECTORS -> show.connectors();
            case SHOW_FUNCTIONS -> show.functions();
            case SHOW_SETTINGS -> show.settings();
            case SHOW_CREATE_TABLE -> show.createTable(command.name());
            case SHOW_CREATE_VIEW -> show.createView(command.name());
            case DESCRIBE -> show.describe(command);
            case DESCRIBE_FUNCTION -> show.describeFunction(command);
            case SHOW_CHECKPOINT -> checkpoints.show(command);
            case EXPLAIN -> queries.explain(command.statement(), stream);
            case EXPLAIN_RESTART -> checkpoints.explainRestart(command, stream);
            case BEGIN -> memory.begin();
            case COMMIT -> memory.commit();
            case ROLLBACK -> memory.rollback();
            case END_INPUT -> memory.endInput(command.name());
            case STOP_QUERY, WAIT_QUERY -> throw new IllegalStateException(command.kind() + " does not wait its turn");
        };
    }

    private StatementResult set(SetOption option) {
        if (option.key() == null) {
            state.settings().resetAll();
            return new StatementResult.Message("all settings are at their defaults");
        }
        try {
            if (option.value() == null) {
                return new StatementResult.Message(
                        "\"" + state.settings().reset(option.key()) + "\" is at its default");
            }
            String key = state.settings().set(option.key(), option.value());
            return new StatementResult.Message("\"" + key + "\" is \"" + option.value() + "\"");
        } catch (MillraceException e) {
            throw e.at(Positions.of(option));
        }
    }

    private StatementResult stop(Command command) {
        String name = Names.simple(command.name());
        StreamingQuery query = starting(name).orElseGet(() -> state.queries().require(name));
        state.kept().stopped(query.name());
        query.stop();
        return new StatementResult.Message("query \"" + query.name() + "\" stopped");
    }

    /** A query that another statement is opening at the moment. */
    private Optional<StreamingQuery> starting(String name) {
        return state.pipelines().active().stream()
                .filter(query -> query.state() == StreamingQuery.State.STARTING
                        && query.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private StatementResult waitFor(Command command) {
        StreamingQuery query = state.queries().require(Names.simple(command.name()));
        query.processAllAvailable();
        return new StatementResult.Message("query \"" + query.name() + "\" has processed all its input");
    }
}
