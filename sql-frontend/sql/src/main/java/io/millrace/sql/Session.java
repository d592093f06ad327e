package io.millrace.sql;

import io.millrace.aggregate.UserAggregate;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import io.millrace.connector.builtin.Console;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.compile.KernelCompiler;
import io.millrace.plan.PlanJson;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.ReservedWords;
import io.millrace.sql.parse.SqlText;
import io.millrace.sql.plan.QueryPlanner;
import io.millrace.sql.streaming.StreamingQueryManager;
import io.millrace.sql.typed.Encoding;
import io.millrace.sql.types.StructType;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where SQL is executed: tables, views, settings and running queries that belong together.
 *
 * <p>Ownership: closing the session stops its queries. Threads: thread-safe; statements of several threads run side by
 * side, definitions one after the other. Errors: {@link io.millrace.error.MillraceException}, with the place in the text
 * where one is to blame.
 */
public final class Session implements AutoCloseable {
    private final SessionState state;
    private final StatementExecutor executor;
    private final Frames frames;
    private final Writers writers;
    private final StreamingQueryManager streams;
    private final Map<String, CatalogTable> loaded = TableSpec.newTables();
    /** Whether the queries end with this session. */
    private final boolean owner;

    private final String appName;
    private volatile boolean closed;

    /** What {@link Builder#getOrCreate} gave last; guarded by the class. */
    private static Session current;

    private Session(SharedState shared, boolean owner, String appName) {
        this.state = new SessionState(shared);
        this.executor = new StatementExecutor(state);
        this.frames = new Frames(this, state, executor);
        this.writers = new Writers(state, frames, executor);
        this.streams = new StreamingQueryManager(state.pipelines());
        this.owner = owner;
        this.appName = appName;
    }

    /** A session with no tables and default settings. */
    public static Session create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Loads what the first query of a process needs, which takes most of its time: for a thread in the background while
     * there is something else to do, or nothing.
     */
    public static void warmUp() {
        QueryPlanner.warmUp();
    }

    /**
     * Loads what a process's first query needs when it is planned, in a thread of its own beside the planning: what compiles
     * its expressions, and what writes its plan.
     */
    public static void warmUpBeside() {
        // a reference to a method would load its class here already, and with it half of the compiler
        Thread thread = new Thread(() -> warmUpStart(), "millrace-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void warmUpStart() {
        KernelCompiler.warmUp();
        PlanJson.warmUp();
    }

    /** Collects what a session begins with. */
    public static final class Builder {
        private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d{1,4}|\\*)\\])?");
        private static final Map<String, String> SPARK_SETTINGS = Map.of(
                "spark.sql.session.timeZone", SessionSettings.TIME_ZONE.key(),
                "spark.sql.streaming.checkpointLocation", SessionSettings.CHECKPOINT_DIR.key());

        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, UserAggregate<?>> aggregates = new LinkedHashMap<>();
        private final Map<String, UserDefinedFunction> functions = new LinkedHashMap<>();
        private InstantSource clock;
        private Path database;
        private String appName = "";

        private Builder() {}

        /** As {@code SET 'key'='value'}; checked by {@link #build}. */
        public Builder set(String key, String value) {
            settings.put(Objects.requireNonNull(key), Objects.requireNonNull(value));
            return this;
        }

        /** As {@link #set}. Spark's names of the time zone and the checkpoints' folder are understood. */
        public Builder config(String key, String value) {
            return set(SPARK_SETTINGS.getOrDefault(key, key), value);
        }

        public Builder config(String key, long value) {
            return config(key, Long.toString(value));
        }

        public Builder config(String key, boolean value) {
            return config(key, Boolean.toString(value));
        }

        /** What the program is called: for whoever asks {@link Session#appName}. */
        public Builder appName(String name) {
            appName = Objects.requireNonNull(name);
            return this;
        }

        /**
         * How many threads a query has, as Spark says it: {@code local[2]}, {@code local}, which is one, or {@code local[*]},
         * as many as there are processors. It sets {@code parallelism}.
         *
         * @throws MillraceException INVALID_OPTION for the address of a cluster
         */
        public Builder master(String master) {
            Matcher local = LOCAL.matcher(master.strip());
            if (!local.matches()) {
                throw new MillraceException(
                        ErrorCode.INVALID_OPTION,
                        "master \"" + master
                                + "\" is not in this process, and there is no cluster; take local[*] for all"
                                + " processors, local[2] for two threads, or leave it out");
            }
            String threads = local.group(1) == null ? "1" : local.group(1);
            return threads.equals("*") ? this : set(SessionSettings.PARALLELISM.key(), threads);
        }

        /** The wall clock; tests give their own. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock);
            return this;
        }

        /**
         * The folder in which the session keeps tables, views, and the queries that INSERT starts, with their checkpoints: they
         * are there again, and go on, when it is opened the next time. An empty or missing folder becomes a database. One session
         * at a time has it, and those made of that one by {@link Session#newSession}.
         */
        public Builder database(Path folder) {
            database = Objects.requireNonNull(folder);
            return this;
        }

        /** As {@link Session#registerAggregate}, in time for the queries that go on. */
        public Builder aggregate(String name, UserAggregate<?> aggregate) {
            aggregates.put(Objects.requireNonNull(name), Objects.requireNonNull(aggregate));
            return this;
        }

        /** As {@link UDFRegistration#register}, in time for the queries that go on. */
        public Builder function(String name, UserDefinedFunction function) {
            functions.put(Objects.requireNonNull(name), Objects.requireNonNull(function));
            return this;
        }

        /**
         * The session that the last call in this process gave, if it is still open, with the settings and functions that were
         * given here; else a new one.
         *
         * @throws MillraceException INVALID_OPTION when the open one would need another clock or database
         */
        public Session getOrCreate() {
            synchronized (Session.class) {
                if (current == null || current.closed) {
                    current = build();
                    return current;
                }
                if (clock != null || database != null) {
                    throw new MillraceException(
                            ErrorCode.INVALID_OPTION,
                            "there is a session in this process already, whose clock and database stay what they are;"
                                    + " close it first, or make one more with build()");
                }
                settings.forEach(current::set);
                aggregates.forEach(current::registerAggregate);
                functions.forEach(current.udf()::register);
                return current;
            }
        }

        /**
         * Errors: of a database CHECKPOINT_LOCKED when another process has it, CHECKPOINT_CORRUPT when its file is damaged or
         * the folder holds something else; CANCELLED when the thread is interrupted while queries are started.
         */
        public Session build() {
            KeptStatements kept = database == null ? KeptStatements.none() : KeptStatements.open(database);
            Session session =
                    new Session(new SharedState(clock == null ? InstantSource.system() : clock, kept), true, appName);
            try {
                settings.forEach(session::set);
                aggregates.forEach(session::registerAggregate);
                functions.forEach(session.udf()::register);
                if (database != null) {
                    new DatabaseOpening(session.state.shared()).run();
                }
                return session;
            } catch (RuntimeException | Error e) {
                boolean interrupted = Thread.interrupted();
                session.close();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw e;
            }
        }
    }

    /**
     * Another session over the same tables, views and running queries, with default settings and a transaction of its own.
     * Closing it stops no query; closing this one stops them all.
     */
    public Session newSession() {
        return new Session(state.shared(), false, appName);
    }

    /** Reads a script. Nothing is executed; a script with a mistake anywhere is refused whole. */
    public List<SqlStatement> parse(String script) {
        return SqlText.parseScript(script).stream().map(SqlStatement::new).toList();
    }

    /** Whether the text needs no more lines: it is blank, or its last statement ends in a semicolon. */
    public static boolean isComplete(String text) {
        return SqlText.isComplete(text);
    }

    /**
     * What can be said of a statement before it is executed: its columns and the types of its parameters.
     *
     * @throws io.millrace.error.MillraceException when a query without parameters is not right
     */
    public StatementShape describe(SqlStatement statement) {
        return new StatementShapes(state).of(statement);
    }

    /**
     * A type as CREATE TABLE has it.
     *
     * @param text such as {@code DECIMAL(10, 2)} or {@code ROW(name VARCHAR, size INT) ARRAY}
     */
    public static DataType dataType(String text) {
        return ColumnTypes.of(SqlText.parseType(SparkTypes.toSql(text)));
    }

    /** Executes the one statement that {@code sql} holds. */
    public StatementResult execute(String sql) {
        return executor.execute(SqlText.parse(sql));
    }

    /** Executes a statement of a script. */
    public StatementResult execute(SqlStatement statement) {
        return executor.execute(statement.parsed());
    }

    /**
     * A SELECT as a frame; one of SELECT STREAM is a stream. Any other statement is executed at once, and the frame has its
     * answer.
     */
    public DataFrame sql(String statement) {
        return frames.sql(statement);
    }

    /** A table or view, as it is now. */
    public DataFrame table(String name) {
        return frames.table(name, false);
    }

    /** Reads what is outside, as it is now. */
    public DataFrameReader read() {
        return new DataFrameReader(new TableLoader(frames, state, loaded, false));
    }

    /** Reads what is outside on and on. */
    public DataStreamReader readStream() {
        return new DataStreamReader(new TableLoader(frames, state, loaded, true));
    }

    /** The running queries. */
    public StreamingQueryManager streams() {
        return streams;
    }

    /**
     * A table of the session to which a program adds rows: for tests, and for streams that begin in the program.
     *
     * @param columns as in CREATE TABLE: {@code "id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND"}
     */
    public MemoryStream memoryStream(String name, String columns) {
        return MemoryStream.create(this, state, name, columns);
    }

    /** A frame of rows that a program has. */
    public DataFrame createDataFrame(List<Row> rows, Schema schema) {
        return frames.of(RowBatches.of(rows, schema));
    }

    /** A frame of records that a program has: their components are its columns. */
    public <T extends Record> DataFrame createDataFrame(List<T> records, Class<T> type) {
        return createDataset(records, type).toDF();
    }

    /** A dataset of objects that a program has. */
    public <T> Dataset<T> createDataset(List<T> objects, Class<T> type) {
        Encoding<T> encoding = Encoding.of(type);
        List<List<Object>> rows = objects.stream().map(encoding::encode).toList();
        return new Dataset<>(frames.of(ColumnBatch.ofRows(new Schema(encoding.fields()), rows)), encoding);
    }

    /** A frame of rows that a program has. */
    public DataFrame createDataFrame(List<Row> rows, StructType columns) {
        return createDataFrame(rows, columns.toSchema());
    }

    /** @param columns as in CREATE TABLE: {@code "id BIGINT, name VARCHAR"} */
    public DataFrame createDataFrame(List<Row> rows, String columns) {
        return createDataFrame(rows, TableSpec.schema(columns, state));
    }

    Frames frames() {
        return frames;
    }

    Writers writers() {
        return writers;
    }

    /** What writes to the console writes there from now on: for tests. */
    void shareConsole(Console console) {
        state.context().shared(Console.class, () -> console);
    }

    Console console() {
        return state.context().shared(Console.class, Console::standardOutput);
    }

    /** As {@code SET 'key'='value'}. */
    public void set(String key, String value) {
        state.settings().set(key, value);
    }

    /**
     * Makes an aggregate function of the program's own known to the session's SQL by a name. It must be known again before
     * a query that uses it restarts.
     *
     * @param name letters, digits and {@code _}, in any case
     * @throws io.millrace.error.MillraceException DUPLICATE_NAME when another function has that name
     */
    public void registerAggregate(String name, UserAggregate<?> aggregate) {
        Objects.requireNonNull(aggregate);
        String upper = name.toUpperCase(Locale.ROOT);
        if (state.planner().functions().contains(upper)
                && !state.catalog().functions().aggregates().has(upper)) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME, "there is a function \"" + upper + "\" already; take another name");
        }
        state.catalog().functions().aggregates().register(name, aggregate);
    }

    /** Makes functions of a row, of the program's own, known to the session's SQL. */
    public UDFRegistration udf() {
        return new UDFRegistration(state);
    }

    /** Continuous queries that have not ended, in the order of their start. */
    public List<StreamingQuery> queries() {
        return state.pipelines().active();
    }

    /** All tables and views, ordered by name. */
    public List<NamedTable> tables() {
        return new Directory(state).tables();
    }

    /** All functions that queries can call, ordered by name. */
    public List<NamedFunction> functions() {
        return new Directory(state).functions();
    }

    /** Words of the language beyond SQL-92 that are no names unless in double quotes, upper case, ordered. */
    public static List<String> reservedWords() {
        return ReservedWords.beyondSql92();
    }

    /** Names of tables and views, in written case: what a prompt completes. */
    public List<String> names() {
        return List.copyOf(state.catalog().names());
    }

    /** Names of the columns of all tables, in written case. */
    public List<String> columnNames() {
        return state.catalog().tables().stream()
                .flatMap(table -> table.columns().stream())
                .map(CatalogColumn::name)
                .distinct()
                .toList();
    }

    /** The zone in which TIMESTAMP_LTZ values are shown. */
    public ZoneId zone() {
        return state.settings().get(SessionSettings.TIME_ZONE);
    }

    /** As {@link #close}. */
    public void stop() {
        close();
    }

    /** What the program called itself when it made the session; empty when it did not. */
    public String appName() {
        return appName;
    }

    @Override
    public String toString() {
        return appName.isEmpty() ? "session" : "session of " + appName;
    }

    /** Stops all queries, unless the session is one of several over them. */
    @Override
    public void close() {
        closed = true;
        if (owner) {
            try {
                state.pipelines().close();
            } finally {
                state.kept()
                        .close(state.queries().all().stream()
                                .map(QueryHistory.Entry::query)
                                .toList());
            }
        }
    }
}
