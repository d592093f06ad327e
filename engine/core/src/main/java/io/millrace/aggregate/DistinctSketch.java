package io.millrace.aggregate;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Estimates how many distinct values there are from 4,096 registers: the standard error is 1.6%, so that 19 of 20
 * estimates are within 3.3%; up to some hundreds of values it is far less.
 *
 * <p>The estimate depends on the set of values alone: neither their order nor how they were merged plays a part. Few
 * values take a few bytes each, many take 4 KiB.
 *
 * <p>Source: HyperLogLog (Flajolet et al. 2007) with the estimator of Ertl, "New cardinality estimation algorithms for
 * HyperLogLog sketches", 2017, which needs no correction by tables.
 */
final class DistinctSketch implements Sketch<DistinctSketch> {
    private static final int INDEX_BITS = 12;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final int RANK_MAX = Long.SIZE - INDEX_BITS + 1;
    private static final int SPARSE_MAX = 256;
    private static final int RANK_BITS = 6;

    /** Entries {@code index << 6 | rank}, ascending; null when {@link #registers} are there. */
    private int[] sparse = new int[4];

    private int sparseCount;
    private byte[] registers;

    static DistinctSketch read(byte[] bytes) {
        DistinctSketch sketch = new DistinctSketch();
        if (bytes.length == REGISTERS) {
            sketch.registers = bytes.clone();
            sketch.sparse = null;
            return sketch;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        sketch.sparseCount = bytes.length / Integer.BYTES;
        sketch.sparse = new int[Math.max(4, sketch.sparseCount)];
        for (int i = 0; i < sketch.sparseCount; i++) {
            sketch.sparse[i] = buffer.getInt();
        }
        return sketch;
    }

    @Override
    public byte[] toBytes() {
        if (registers != null) {
            return registers.clone();
        }
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * sparseCount);
        for (int i = 0; i < sparseCount; i++) {
            buffer.putInt(sparse[i]);
        }
        return buffer.array();
    }

    @Override
    public void add(Column column, int row, long weight) {
        long hash = hash(column, row);
        int index = (int) (hash >>> (Long.SIZE - INDEX_BITS));
        int rank = Math.min(Long.numberOfLeadingZeros(hash << INDEX_BITS) + 1, RANK_MAX);
        put(index, rank);
    }

    private void put(int index, int rank) {
        if (registers != null) {
            if (registers[index] < rank) {
                registers[index] = (byte) rank;
            }
            return;
        }
        int at = Arrays.binarySearch(sparse, 0, sparseCount, index << RANK_BITS);
        at = at < 0 ? -at - 1 : at;
        if (at < sparseCount && sparse[at] >>> RANK_BITS == index) {
            sparse[at] = Math.max(sparse[at], index << RANK_BITS | rank);
        } else if (sparseCount == SPARSE_MAX) {
            spread();
            put(index, rank);
        } else {
            if (sparseCount == sparse.length) {
                sparse = Arrays.copyOf(sparse, 2 * sparseCount);
            }
            System.arraycopy(sparse, at, sparse, at + 1, sparseCount - at);
            sparse[at] = index << RANK_BITS | rank;
            sparseCount++;
        }
    }

    private void spread() {
        registers = new byte[REGISTERS];
        for (int i = 0; i < sparseCount; i++) {
            registers[sparse[i] >>> RANK_BITS] = (byte) (sparse[i] & ((1 << RANK_BITS) - 1));
        }
        sparse = null;
    }

    @Override
    public void merge(DistinctSketch other) {
        if (other.registers == null) {
            for (int i = 0; i < other.sparseCount; i++) {
                put(other.sparse[i] >>> RANK_BITS, other.sparse[i] & ((1 << RANK_BITS) - 1));
            }
            return;
        }
        if (registers == null) {
            spread();
        }
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], other.registers[i]);
        }
    }

    long estimate() {
        int[] ofRank = new int[RANK_MAX + 1];
        if (registers == null) {
            ofRank[0] = REGISTERS - sparseCount;
            for (int i = 0; i < sparseCount; i++) {
                ofRank[sparse[i] & ((1 << RANK_BITS) - 1)]++;
            }
        } else {
            for (byte rank : registers) {
                ofRank[rank]++;
            }
        }
        double z = REGISTERS * tau(1 - (double) ofRank[RANK_MAX] / REGISTERS);
        for (int rank = RANK_MAX - 1; rank >= 1; rank--) {
            z = 0.5 * (z + ofRank[rank]);
        }
        z += REGISTERS * sigma((double) ofRank[0] / REGISTERS);
        return Math.round(REGISTERS / (2 * Math.log(2)) * REGISTERS / z);
    }

    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = share;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - share;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }

    /** The same for values that are equal: 0.0 and -0.0, 1.0 and 1.00. */
    private static long hash(Column column, int row) {
        if (column instanceof LongColumn longs) {
            return mixed(longs.values()[row]);
        }
        if (column instanceof DoubleColumn doubles) {
            double value = doubles.values()[row];
            return mixed(Double.doubleToLongBits(value == 0 ? 0.0 : value));
        }
        if (column instanceof BytesColumn bytes) {
            return hash(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1]);
        }
        Object value = ((ObjectColumn) column).values()[row];
        String text = value instanceof BigDecimal decimal
                ? decimal.stripTrailingZeros().toPlainString()
                : value.toString();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return hash(utf8, 0, utf8.length);
    }

    private static long hash(byte[] data, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (data[i] & 0xff)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The finishing steps of SplitMix64, which spread every bit over all. */
    private static long mixed(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public long heapBytes() {
        return 48 + (registers == null ? 4L * sparse.length : REGISTERS);
    }
}
