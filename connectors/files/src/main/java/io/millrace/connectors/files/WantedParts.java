package io.millrace.connectors.files;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.SplitReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What a query's conditions say of files in folders by value: files whose folders rule a condition out are not opened, and of
 * the others the format hears the conditions on its own columns.
 */
final class WantedParts {
    private final FilesSource.Rows rows;
    /** On columns that folders name. */
    private final List<RowCondition> ofFolders;

    private final RowsWanted inFiles;

    /** @param wanted in terms of the columns that the source gives */
    WantedParts(FilesSource.Rows rows, RowsWanted wanted) {
        this.rows = rows;
        List<Integer> named = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < rows.columns().size(); i++) {
            boolean isNamed =
                    rows.partitioning().columns().contains(rows.columns().get(i));
            (isNamed ? named : others).add(i);
        }
        this.ofFolders = wanted.ofParts(named);
        this.inFiles = inFiles(wanted, others);
    }

    /** A time that folders name is none that a file knows: all its rows are read then. */
    private static RowsWanted inFiles(RowsWanted wanted, List<Integer> others) {
        int time = wanted.timeColumn() < 0 ? -1 : others.indexOf(wanted.timeColumn());
        if (wanted.timeColumn() >= 0 && time < 0) {
            return RowsWanted.ALL;
        }
        List<RowCondition> conditions = wanted.on(others).stream()
                .map(condition ->
                        new RowCondition(others.indexOf(condition.column()), condition.comparison(), condition.value()))
                .toList();
        return new RowsWanted(conditions, time);
    }

    /** What is wanted of the rows of a file, in terms of the columns that are in it. */
    RowsWanted inFiles() {
        return inFiles;
    }

    /** Whether no row of the file is wanted. */
    boolean leavesOut(FileVersion file) {
        return ofFolders.stream().anyMatch(condition -> !condition.holds(value(file, condition)));
    }

    private Object value(FileVersion file, RowCondition condition) {
        return rows.partitioning().value(file.name(), rows.columns().get(condition.column()));
    }

    /** Of a file that is left out. */
    static SplitReader noRows() {
        return new SplitReader() {
            @Override
            public ColumnBatch next() {
                return null;
            }

            @Override
            public void close() {}
        };
    }
}
