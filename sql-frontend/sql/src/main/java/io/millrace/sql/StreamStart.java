package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.OutputMode;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.function.VoidFunction2;
import io.millrace.sql.streaming.Trigger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a {@link DataStreamWriter} has been told. */
final class StreamStart {
    private static final String CHECKPOINT = "checkpointLocation";
    private static final Option<Long> ROWS_SHOWN =
            Option.number("numRows", 20L, 1, Integer.MAX_VALUE - 1L, "Most rows of a micro-batch that are shown.");
    private static final Option<Boolean> TRUNCATE = Option.bool("truncate", true, "Whether long texts are cut.");
    private static final List<Option<?>> CONSOLE_OPTIONS = List.of(ROWS_SHOWN, TRUNCATE);

    private final DataFrame frame;
    private final TableSpec spec = new TableSpec();
    private String format;
    private OutputMode mode;
    private Trigger trigger;
    private String name;
    private String table;
    private String checkpoint;
    private final Map<String, String> settings = new TreeMap<>();
    private FunctionSink.Function function;
    private String functionName;
    private final Map<String, String> console = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    StreamStart(DataFrame frame) {
        this.frame = frame;
    }

    DataFrame frame() {
        return frame;
    }

    void mode(String text) {
        mode = Arrays.stream(OutputMode.values())
                .filter(known -> known.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.INVALID_VALUE,
                        "there is no output mode \"" + text + "\"; modes: append, update, complete, changelog"));
    }

    void mode(OutputMode newMode) {
        mode = newMode;
    }

    Optional<OutputMode> mode() {
        return Optional.ofNullable(mode);
    }

    void format(String newFormat) {
        format = newFormat.strip().toLowerCase(Locale.ROOT);
        spec.format(newFormat);
    }

    void partitionBy(List<String> columns) {
        spec.partitionBy(frame.schema(), columns);
    }

    void option(String key, String value) {
        if (key.equalsIgnoreCase(CHECKPOINT)) {
            checkpoint = value;
        } else if (key.equalsIgnoreCase("state.retain-batches") || key.matches("(?i)restart(\\..*)?")) {
            settings.put(key, value);
        } else if (CONSOLE_OPTIONS.stream().map(Option::key).anyMatch(key::equalsIgnoreCase)) {
            console.put(key, value);
        } else {
            spec.option(key, value);
        }
    }

    /** Settings of the session that this query has otherwise. */
    Map<String, String> settings() {
        return settings;
    }

    private boolean isConsole() {
        return "console".equals(format);
    }

    void trigger(Trigger newTrigger) {
        trigger = newTrigger;
    }

    Optional<Trigger> trigger() {
        return Optional.ofNullable(trigger);
    }

    void name(String newName) {
        name = newName;
    }

    void table(String newTable) {
        table = newTable;
    }

    void foreachBatch(VoidFunction2<DataFrame, Long> batchFunction) {
        functionName = "foreachBatch";
        function = (id, rows) -> batchFunction.call(frame.session().frames().of(rows), id);
    }

    void foreach(ForeachWriter<Row> writer) {
        functionName = "foreach";
        function = (id, rows) -> each(writer, id, rows);
    }

    private static void each(ForeachWriter<Row> writer, long batchId, ColumnBatch rows) {
        Throwable error = null;
        try {
            if (writer.open(0, batchId)) {
                for (int row = 0; row < rows.rowCount(); row++) {
                    writer.process(Row.of(rows, row));
                }
            }
        } catch (RuntimeException | Error e) {
            error = e;
            throw e;
        } finally {
            writer.close(error);
        }
    }

    private void show(long batchId, ColumnBatch rows, Options options) {
        int most = options.get(ROWS_SHOWN).intValue();
        List<Row> shown = new ArrayList<>();
        for (int row = 0; row < Math.min(rows.rowCount(), most + 1); row++) {
            shown.add(Row.of(rows, row));
        }
        String line = "-".repeat(43) + "\n";
        Session session = frame.session();
        session.console()
                .print(line + "Batch: " + batchId + "\n" + line
                        + FrameText.table(rows.schema(), shown, most, options.get(TRUNCATE), session.zone()));
    }

    /** The folder that has the folder of the checkpoint, which is called as the query is. */
    Optional<Path> checkpointRoot() {
        if (checkpoint == null) {
            return Optional.empty();
        }
        Path location = Path.of(checkpoint).toAbsolutePath().normalize();
        return Optional.of(name == null && location.getParent() != null ? location.getParent() : location);
    }

    /** What the query is called: as it was told, or as its checkpoint, its table, or its format is. */
    String queryName(CatalogTable sink) {
        if (name != null) {
            return name;
        }
        if (checkpoint != null) {
            Path last = Path.of(checkpoint).toAbsolutePath().normalize().getFileName();
            return last == null ? sink.name() : last.toString();
        }
        return sink.name();
    }

    /** Where the rows go. */
    CatalogTable sink(SessionState state, Writers writers) {
        if (table == null && function == null && isConsole()) {
            Options options = Options.check("the console", CONSOLE_OPTIONS, console);
            return functionTable("console", (id, rows) -> show(id, rows, options));
        }
        console.forEach(spec::option);
        if (table != null) {
            writers.create(frame, table, spec);
            return writers.target(table);
        }
        if (function != null) {
            return functionTable(functionName, function);
        }
        if ("memory".equals(format)) {
            if (name == null) {
                throw new MillraceException(
                        ErrorCode.INVALID_OPTION,
                        "format \"memory\" keeps rows in a table of the query's name: give queryName");
            }
            writers.create(frame, name, spec);
            return writers.target(name);
        }
        spec.columns(frame.schema());
        return Writers.writable(spec.table(state, TableSpec.newTables()));
    }

    private CatalogTable functionTable(String what, FunctionSink.Function called) {
        FunctionSink.Table target = new FunctionSink.Table(what, frame.schema(), called);
        List<CatalogColumn> columns =
                target.schema().fields().stream().map(CatalogColumn::physical).toList();
        return new CatalogTable(
                what + "-" + frame.session().frames().nextNumber(), columns, Optional.empty(), what, Map.of(), target);
    }
}
