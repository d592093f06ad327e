package io.millrace.sql;

import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.CheckpointView;
import io.millrace.checkpoint.PlanChange;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.QueryPlan;
import io.millrace.runtime.StoredQuery;
import io.millrace.sql.parse.Command;
import io.millrace.sql.parse.Positions;
import io.millrace.storage.LocalFileStore;
import io.millrace.time.Watermarks;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlLiteral;

/** SHOW CHECKPOINT and EXPLAIN RESTART: what a checkpoint holds, and whether a statement could go on with it. */
final class CheckpointStatements {
    private static final Schema BATCHES = new Schema(List.of(
            new Field("batch_id", DataType.BIGINT, false),
            new Field("state", DataType.VARCHAR, false),
            new Field("clock", DataType.timestampLtz(3), false),
            new Field("input_rows", DataType.BIGINT, false),
            new Field("offsets", DataType.VARCHAR, false),
            new Field("watermark", DataType.VARCHAR, false),
            new Field("state_bytes", DataType.BIGINT, false),
            new Field("stored_in", DataType.VARCHAR, false),
            new Field("snapshot_bytes", DataType.BIGINT, true)));

    private final SessionState state;
    private final QueryStatements queries;

    CheckpointStatements(SessionState state, QueryStatements queries) {
        this.state = state;
        this.queries = queries;
    }

    /** The micro-batches that the log still has, oldest first. */
    StatementResult show(Command command) {
        List<List<Object>> rows = at(command, stored -> {
            List<CheckpointView.Batch> batches = stored.view().batches();
            return batches.stream().map(CheckpointStatements::row).toList();
        });
        return FixedRows.of(BATCHES, rows);
    }

    private static List<Object> row(CheckpointView.Batch batch) {
        BatchRecord record = batch.record();
        return Arrays.asList(
                record.batchId(),
                batch.committed() ? "committed" : "recorded",
                record.clockMicros(),
                record.inputRows().values().stream().mapToLong(Long::longValue).sum(),
                offsets(record.ranges()),
                watermark(record.watermarksOut()),
                batch.stateBytes(),
                batch.file(),
                batch.snapshot() == null ? null : batch.snapshotBytes());
    }

    private static String offsets(Map<String, BatchRecord.Range> ranges) {
        return ranges.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(source -> source.getKey() + ": " + source.getValue().start() + " to "
                        + source.getValue().end())
                .collect(Collectors.joining("; "));
    }

    private static String watermark(Map<String, Long> byOperator) {
        return Watermarks.text(
                byOperator.values().stream().mapToLong(Long::longValue).min().orElse(Watermarks.NONE));
    }

    /** What a restart with a statement would mean for each operator; the statement does not run. */
    StatementResult explainRestart(Command command, boolean stream) {
        QueryPlan now = queries.planned(command.statement(), stream).plan();
        List<List<String>> rows = at(command, stored -> verdicts(stored, now));
        return FixedRows.of(FixedRows.texts("operator", "verdict", "was", "now"), rows);
    }

    private static List<List<String>> verdicts(StoredQuery stored, QueryPlan now) {
        List<List<String>> rows = new ArrayList<>();
        boolean sameMode = stored.plan().mode() == now.mode();
        rows.add(List.of(
                "output mode",
                sameMode ? "kept" : "incompatible",
                stored.plan().mode().toString(),
                now.mode().toString()));
        for (PlanChange.Change change : stored.restartWith(now).changes()) {
            rows.add(Arrays.asList(
                    (change.now() == null ? change.stored() : change.now()).id(),
                    change.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    change.stored() == null ? null : change.stored().signature(),
                    change.now() == null ? null : change.now().signature()));
        }
        return rows;
    }

    private <T> T at(Command command, Function<StoredQuery, T> work) {
        SqlLiteral folder = command.text();
        try (StoredQuery stored = StoredQuery.open(
                LocalFileStore.ownerOnly(path(folder)),
                state.catalog().functions().aggregates())) {
            return work.apply(stored);
        } catch (MillraceException e) {
            throw e.at(Positions.of(folder));
        }
    }

    private static Path path(SqlLiteral folder) {
        try {
            return Path.of(folder.getValueAs(String.class));
        } catch (InvalidPathException e) {
            throw new MillraceException(ErrorCode.INVALID_OPTION, "this is no path: " + e.getReason(), e);
        }
    }
}
