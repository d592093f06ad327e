package io.millrace.connectors.text;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.columnar.Utf8;
import io.millrace.columnar.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Collects the values of rows into columns, and deals with values that do not parse: a row is taken whole or, with
 * {@code skip}, not at all.
 */
final class RowCollector {
    private static final int TEXT_SHOWN_MAX = 80;

    private final Schema columns;
    private final List<Integer> projection;
    private final Schema projected;
    private final ZoneId zone;
    private final OnError onError;
    private final ColumnBuilder[] builders;

    private int rows;
    private boolean rowIsBad;
    private int[] goodRows = new int[16];
    private int goodCount;
    private boolean anyBad;
    private long skippedRows;
    private RowPlace place;

    RowCollector(Schema columns, List<Integer> projection, ZoneId zone, OnError onError) {
        this.columns = columns;
        this.projection = projection;
        this.projected = columns.select(projection);
        this.zone = zone;
        this.onError = onError;
        this.builders = new ColumnBuilder[columns.size()];
        for (int i = 0; i < builders.length; i++) {
            if (projection.contains(i) || onError == OnError.SKIP) {
                builders[i] = ColumnBuilder.of(columns.type(i), 1024);
            }
        }
    }

    /** Whether values of this declared column are collected. */
    boolean wants(int column) {
        return builders[column] != null;
    }

    ZoneId zone() {
        return zone;
    }

    /** Where the rows that follow come from. */
    void at(RowPlace newPlace) {
        place = newPlace;
    }

    RowPlace place() {
        return place;
    }

    /** A value as text. */
    void text(int column, byte[] data, int from, int to) {
        ColumnBuilder builder = builders[column];
        if (rowIsBad || builder.size() > rows) {
            if (!rowIsBad) {
                badValue(column, shown(data, from, to), "the row has this column twice");
            }
            return;
        }
        DataType type = columns.type(column);
        try {
            if (type.isString() && !Utf8.isValid(data, from, to)) {
                throw new IllegalArgumentException("the bytes are not UTF-8");
            }
            ValueText.parseInto(data, from, to, type, zone, builder);
        } catch (IllegalArgumentException e) {
            badValue(column, shown(data, from, to), e.getMessage());
        }
    }

    /** A value as an object of the form {@link Column#value} gives; null for NULL. */
    void value(int column, Object value) {
        ColumnBuilder builder = builders[column];
        if (rowIsBad) {
            return;
        }
        if (builder.size() > rows) {
            badValue(column, String.valueOf(value), "the row has this column twice");
        } else if (value != null) {
            builder.append(value);
        } else if (columns.field(column).nullable()) {
            builder.appendNull();
        } else {
            badValue(column, null, "the column is NOT NULL");
        }
    }

    /** A value that does not parse; {@code text} is null where there is none. */
    void badValue(int column, String text, String reason) {
        Field field = columns.field(column);
        if (onError == OnError.FAIL || (onError == OnError.NULL && !field.nullable())) {
            throw place.badValue(field, text, reason);
        }
        if (onError == OnError.SKIP) {
            rowIsBad = true;
        } else if (builders[column].size() == rows) {
            builders[column].appendNull();
        }
    }

    /** A row whose shape is broken. With {@code null} what was read of it stays and the rest is NULL. */
    void badRow(String reason) {
        if (onError == OnError.FAIL) {
            throw place.badRow(reason);
        }
        rowIsBad |= onError == OnError.SKIP;
    }

    /** Ends a row; columns that got no value are NULL. */
    void endRow() {
        for (int i = 0; i < builders.length; i++) {
            if (builders[i] != null && builders[i].size() == rows) {
                if (!rowIsBad && !columns.field(i).nullable()) {
                    badValue(i, null, "the column is NOT NULL");
                }
                builders[i].appendNull();
            }
        }
        if (rowIsBad && !anyBad) {
            anyBad = true;
            goodRows = IntStream.range(0, rows + 16).toArray();
            goodCount = rows;
        }
        if (rowIsBad) {
            skippedRows++;
        } else if (anyBad) {
            goodRows = goodCount < goodRows.length ? goodRows : Arrays.copyOf(goodRows, 2 * goodCount);
            goodRows[goodCount++] = rows;
        }
        rowIsBad = false;
        rows++;
    }

    int rows() {
        return rows;
    }

    long skippedRows() {
        return skippedRows;
    }

    /** The rows collected, which then start anew. */
    ColumnBatch build() {
        Column[] all = new Column[builders.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = builders[i] == null ? null : builders[i].build();
        }
        Column[] chosen = projection.stream().map(i -> all[i]).toArray(Column[]::new);
        ColumnBatch batch = ColumnBatch.of(projected, rows, chosen);
        if (anyBad) {
            batch = batch.take(new Selection(goodRows, goodCount));
        }
        rows = 0;
        anyBad = false;
        return batch;
    }

    static String shown(byte[] data, int from, int to) {
        String text = new String(data, from, Math.min(to - from, 4 * TEXT_SHOWN_MAX), StandardCharsets.UTF_8);
        return text.length() <= TEXT_SHOWN_MAX ? text : text.substring(0, TEXT_SHOWN_MAX) + "...";
    }
}
