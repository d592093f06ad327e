package io.millrace.connectors.parquet;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.connector.RandomBytes;
import io.millrace.connector.RowBlocks;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.SplitReader;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Where the rows of one file are: its blocks are its row groups. */
final class ParquetFile implements RowBlocks {
    /** Of a decimal, about, with its place in an array. */
    private static final long OBJECT_BYTES = 48;

    private final Schema columns;
    private final Footer footer;
    /** Column of the file for each declared one. */
    private final List<Leaf> leaves;

    private final Buffers buffers;
    private final long[] firstRows;

    private ParquetFile(Schema columns, Footer footer, List<Leaf> leaves, Buffers buffers) {
        this.columns = columns;
        this.footer = footer;
        this.leaves = leaves;
        this.buffers = buffers;
        this.firstRows = new long[footer.groups().size() + 1];
        for (int i = 0; i < footer.groups().size(); i++) {
            firstRows[i + 1] =
                    Math.addExact(firstRows[i], footer.groups().get(i).rows());
        }
    }

    static ParquetFile open(RandomBytes file, Schema columns, Buffers buffers) {
        try {
            Footer footer = FooterReader.read(file);
            List<Leaf> leaves = new ArrayList<>();
            for (Field field : columns.fields()) {
                leaves.add(match(field, footer, file.origin()));
            }
            ParquetFile opened = new ParquetFile(columns, footer, List.copyOf(leaves), buffers);
            opened.checkChunks(file);
            return opened;
        } catch (DamagedException | ArithmeticException | NegativeArraySizeException | IndexOutOfBoundsException e) {
            throw damaged(file.origin(), e);
        }
    }

    static MillraceException damaged(String origin, RuntimeException e) {
        String what = e instanceof DamagedException ? e.getMessage() : "its bytes make no sense";
        return new MillraceException(
                ErrorCode.IO_ERROR,
                "cannot read \"" + origin + "\" as Parquet: " + what + "; write it anew under another name",
                e);
    }

    private static Leaf match(Field field, Footer footer, String origin) {
        Leaf found = null;
        for (Leaf leaf : footer.leaves()) {
            if (leaf.name().equals(field.name())) {
                found = leaf;
                break;
            }
            if (leaf.name().equalsIgnoreCase(field.name())) {
                found = leaf;
            }
        }
        if (found == null) {
            List<String> names = footer.leaves().stream().map(Leaf::name).toList();
            throw new MillraceException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "\"" + origin + "\" has no column \"" + field.name() + "\"" + Spelling.hint(field.name(), names)
                            + "; it has " + String.join(", ", names));
        }
        if (!TypeMatch.fits(found, field)) {
            String declaration = TypeMatch.declaration(found);
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + field.name() + "\" is declared " + field.typeText() + ", but in \"" + origin
                            + "\" it is " + found.typeText() + "; "
                            + (declaration == null ? "leave it out" : "declare it " + declaration));
        }
        return found;
    }

    /** What readers take for granted: every declared column has a chunk of the same rows that can be decompressed. */
    private void checkChunks(RandomBytes file) {
        for (Footer.Group group : footer.groups()) {
            for (Leaf leaf : leaves) {
                if (leaf.chunk() >= group.chunks().size()) {
                    throw new DamagedException("a row group lacks columns");
                }
                Footer.Chunk chunk = group.chunks().get(leaf.chunk());
                if (chunk.values() != group.rows() || chunk.physical() != leaf.physical()) {
                    throw new DamagedException("column \"" + leaf.name() + "\" does not fit its row group");
                }
                if (!chunk.codec().isSupported()) {
                    throw new MillraceException(
                            ErrorCode.UNSUPPORTED,
                            "column \"" + leaf.name() + "\" of \"" + file.origin() + "\" is compressed with "
                                    + chunk.codec() + "; write it with SNAPPY, ZSTD, GZIP, LZ4_RAW or uncompressed");
                }
            }
        }
    }

    @Override
    public int blocks() {
        return footer.groups().size();
    }

    @Override
    public long firstRow(int block) {
        return firstRows[block];
    }

    /** Texts that a dictionary holds once are counted once: most of them stay codes. */
    @Override
    public long bytes(int block, List<Integer> columnsRead) {
        long rows = footer.groups().get(block).rows();
        long bytes = 0;
        for (int column : columnsRead) {
            bytes += switch (columns.field(column).type().storage()) {
                case LONG, DOUBLE -> Long.BYTES * rows;
                case BYTES -> Integer.BYTES * rows + chunk(column, block).plainBytes();
                case OBJECT -> OBJECT_BYTES * rows;
            };
        }
        return bytes;
    }

    @Override
    public SplitReader open(RandomBytes file, List<Integer> projection, RowsWanted wanted, long fromRow, long toRow) {
        return new ParquetRows(this, file, projection, wanted, fromRow, toRow);
    }

    Schema schema(List<Integer> projection) {
        return columns.select(projection);
    }

    /**
     * Whether what the file says of a row group rules out that a wanted row is in it, and tells the highest time, if that is
     * asked for.
     */
    boolean holdsNone(RowsWanted wanted, List<Integer> projection, int group) {
        if (wanted.timeColumn() >= 0) {
            int time = projection.get(wanted.timeColumn());
            if (!chunk(time, group).bounds().hasMaxTime(columns.field(time), leaves.get(time))) {
                return false;
            }
        }
        for (RowCondition condition : wanted.conditions()) {
            int column = projection.get(condition.column());
            if (chunk(column, group).bounds().exclude(condition, columns.field(column), leaves.get(column))) {
                return true;
            }
        }
        return false;
    }

    /** Highest time in a row group that {@link #holdsNone}; Long.MIN_VALUE when it is not asked for. */
    long maxTime(RowsWanted wanted, List<Integer> projection, int group) {
        if (wanted.timeColumn() < 0) {
            return Long.MIN_VALUE;
        }
        int time = projection.get(wanted.timeColumn());
        return chunk(time, group).bounds().maxTime(columns.field(time), leaves.get(time));
    }

    /** Which of the rows {@code from} to {@code to} of a group have to be read; null for all. */
    WantedInGroup wantedRows(
            RandomBytes file, RowsWanted wanted, List<Integer> projection, int group, long from, long to) {
        IntFunction<WantedInGroup.Source> source = position -> {
            int column = projection.get(position);
            return new WantedInGroup.Source(columns.field(column), leaves.get(column), chunk(column, group));
        };
        return WantedInGroup.of(file, wanted, source, from, to);
    }

    private Footer.Chunk chunk(int column, int group) {
        return footer.groups().get(group).chunks().get(leaves.get(column).chunk());
    }

    /** A reader of a declared column in a row group. */
    ColumnReader reader(int column, int group, RandomBytes file) {
        Field field = columns.field(column);
        Leaf leaf = leaves.get(column);
        Footer.Chunk chunk = chunk(column, group);
        return switch (field.type().storage()) {
            case LONG -> new LongColumnReader(field, leaf, file, chunk, buffers);
            case DOUBLE -> new DoubleColumnReader(field, leaf, file, chunk, buffers);
            case BYTES -> new BytesColumnReader(field, leaf, file, chunk, buffers);
            case OBJECT -> new DecimalColumnReader(field, leaf, file, chunk, buffers);
        };
    }
}
