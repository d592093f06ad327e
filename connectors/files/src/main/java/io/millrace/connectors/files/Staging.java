package io.millrace.connectors.files;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.RowEncoder;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The files that one micro-batch is written to before it has any effect: one for each folder of a partition, or several
 * where they grow large. Used by one thread.
 */
final class Staging {
    static final String CHANGE_COLUMN = "_change";

    private static final long FILE_BYTES_MAX = 256L << 20;
    /** A micro-batch may have rows for more partitions than a process may have files open. */
    private static final int OPEN_MAX = 64;

    private final FileStore store;
    private final FileFormat format;
    private final Partitioning partitioning;
    private final boolean kinds;
    private final Schema columns;
    private final List<Integer> inFiles;
    private final String prefix;
    private int outputs;
    /** By folder, the one written to last at the end. */
    private final Map<String, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    /** Files that are complete; their names are those of their folders until the number of the batch is known. */
    private final List<StagedFile> files = new ArrayList<>();

    /**
     * @param kinds whether the kind of each change is a last column
     * @param prefix what names of staged files begin with
     */
    Staging(FileStore store, FileFormat format, Partitioning partitioning, boolean kinds, String prefix) {
        this.store = store;
        this.format = format;
        this.partitioning = partitioning;
        this.kinds = kinds;
        this.prefix = prefix;
        List<Field> fields = new ArrayList<>(format.columns().fields());
        this.inFiles = new ArrayList<>(partitioning.inFiles());
        if (kinds) {
            inFiles.add(partitioning.schema().size());
            fields.add(changeColumn());
        }
        this.columns = new Schema(fields);
    }

    private static Field changeColumn() {
        return new Field(CHANGE_COLUMN, DataType.VARCHAR, false);
    }

    private record Open(StagedOutput output, RowEncoder encoder) {}

    void write(ChangeBatch batch) throws IOException {
        ColumnBatch rows = kinds ? withKinds(batch) : batch.rows();
        if (partitioning.isNone()) {
            write("", rows);
            return;
        }
        Map<String, List<Integer>> byFolder = new LinkedHashMap<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            byFolder.computeIfAbsent(partitioning.folder(rows, row), folder -> new ArrayList<>())
                    .add(row);
        }
        for (Map.Entry<String, List<Integer>> entry : byFolder.entrySet()) {
            int[] own = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
            write(entry.getKey(), rows.take(new Selection(own, own.length)));
        }
    }

    private static ColumnBatch withKinds(ChangeBatch batch) {
        ColumnBatch rows = batch.rows();
        List<Field> fields = new ArrayList<>(rows.schema().fields());
        fields.add(changeColumn());
        Column[] all = new Column[fields.size()];
        for (int i = 0; i < all.length - 1; i++) {
            all[i] = rows.column(i);
        }
        all[all.length - 1] = BytesColumn.ofStrings(IntStream.range(0, rows.rowCount())
                .mapToObj(row -> batch.kind(row).text())
                .toArray(String[]::new));
        return ColumnBatch.of(new Schema(fields), rows.rowCount(), all);
    }

    private void write(String folder, ColumnBatch rows) throws IOException {
        Open to = open.get(folder);
        if (to != null && to.output().bytes() >= FILE_BYTES_MAX) {
            finish(folder, to);
            open.remove(folder);
            to = null;
        }
        if (to == null) {
            to = begin(folder);
        }
        Column[] written = new Column[inFiles.size()];
        for (int i = 0; i < written.length; i++) {
            written[i] = rows.column(inFiles.get(i));
        }
        to.encoder().write(new ChangeBatch(ColumnBatch.of(columns, rows.rowCount(), written), null), to.output());
        to.output().addRows(rows.rowCount());
    }

    private Open begin(String folder) throws IOException {
        if (open.size() == OPEN_MAX) {
            Iterator<Map.Entry<String, Open>> all = open.entrySet().iterator();
            Map.Entry<String, Open> oldest = all.next();
            finish(oldest.getKey(), oldest.getValue());
            all.remove();
        }
        StagedOutput output = new StagedOutput(store, prefix + outputs++);
        RowEncoder encoder = format.factory().encoder(columns, format.options(), format.zone());
        Open begun = new Open(output, encoder);
        open.put(folder, begun);
        encoder.begin(output);
        return begun;
    }

    private void finish(String folder, Open finished) throws IOException {
        StagedFile file = finished.output().finish();
        files.add(new StagedFile(file.staged(), folder, file.bytes(), file.rows(), file.crc32c()));
    }

    /** Completes all files and gives them the names they are to have as those of a batch. */
    List<StagedFile> complete(long number) throws IOException {
        for (Iterator<Map.Entry<String, Open>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Open> next = all.next();
            finish(next.getKey(), next.getValue());
            all.remove();
        }
        for (int i = 0; i < files.size(); i++) {
            StagedFile file = files.get(i);
            String name = file.name()
                    + "part-%05d-%d.%s".formatted(number, i, format.factory().extension());
            files.set(i, new StagedFile(file.staged(), name, file.bytes(), file.rows(), file.crc32c()));
        }
        return List.copyOf(files);
    }

    /** Whether this process wrote the file itself. */
    boolean wrote(StagedFile file) {
        return files.contains(file);
    }

    /** The batch is committed. */
    void clear() {
        files.clear();
    }

    /** Deletes what is not complete. */
    void discardOpen() throws IOException {
        for (Open one : open.values()) {
            one.output().close();
            store.delete(one.output().name());
        }
        open.clear();
    }

    void discard() throws IOException {
        discardOpen();
        for (StagedFile file : files) {
            store.delete(file.staged());
        }
        files.clear();
    }
}
