package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.operator.PagedOperator;
import io.millrace.operator.StatefulOperator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a query holds in memory, counted while a micro-batch runs: the state of its operators and the rows in hand.
 *
 * <p>Threads: thread-safe. The share of an operator is asked by the thread that works with it, and only its last answer is
 * looked at by others.
 */
final class MemoryUse {
    private static final long ROWS_BETWEEN_LOOKS = 32_768;
    private static final long LOOKS_PER_LIMIT = 64;

    private final String query;
    private final long limitBytes;
    private final Map<Step, Held> state = new LinkedHashMap<>();
    private final AtomicLong rowBytes = new AtomicLong();
    /** Of the micro-batch that is being committed while the next one runs. */
    private final AtomicLong bytesBeside = new AtomicLong();

    /** What the shares of an operator held when they were last asked. */
    private record Held(AtomicLongArray bytes, AtomicLongArray rows) {
        static Held of(int shards) {
            return new Held(new AtomicLongArray(shards), new AtomicLongArray(shards));
        }

        long bytesOfAll() {
            return sum(bytes);
        }

        private static long sum(AtomicLongArray values) {
            long sum = 0;
            for (int i = 0; i < values.length(); i++) {
                sum += values.get(i);
            }
            return sum;
        }
    }

    MemoryUse(String query, long limitBytes, List<Step> stateful) {
        this.query = query;
        this.limitBytes = limitBytes;
        for (Step step : stateful) {
            state.put(step, Held.of(step.shards.length));
            for (int shard = 0; shard < step.shards.length; shard++) {
                if (step.shards[shard] instanceof PagedOperator page) {
                    Watch watch = watch(step, shard);
                    page.watch(watch::look);
                }
            }
        }
    }

    /** A micro-batch begins: no thread works with the operators. */
    void begin() {
        rowBytes.set(0);
        look();
    }

    /** Asks all operators while no thread works with them. */
    void look() {
        for (Step step : state.keySet()) {
            for (int shard = 0; shard < step.shards.length; shard++) {
                ask(step, shard);
            }
        }
        check();
    }

    private void ask(Step step, int shard) {
        StatefulOperator operator = step.shards[shard];
        state.get(step).bytes().set(shard, operator.stateBytes());
        state.get(step).rows().set(shard, operator.stateRows());
    }

    /** Rows are in hand from now on. */
    void hold(long bytes) {
        rowBytes.addAndGet(bytes);
        check();
    }

    void letGo(long bytes) {
        rowBytes.addAndGet(-bytes);
    }

    /** Whether so many bytes may stay while the next micro-batch runs: only where less than half of the limit is in use. */
    boolean hasRoomBeside(long bytes) {
        return 2 * (held() + bytes) <= limitBytes;
    }

    /** So many bytes stay beside the micro-batches that begin from now on. */
    void holdBeside(long bytes) {
        bytesBeside.set(bytes);
    }

    /** Watches one share of an operator take its rows. Used by the thread that does so. */
    Watch watch(Step step, int shard) {
        return new Watch(step, shard);
    }

    /** Asks now and then: as often as it takes for the limit not to be passed by far. */
    final class Watch {
        private final Step step;
        private final int shard;
        private long rows;
        private long bytes;

        private Watch(Step step, int shard) {
            this.step = step;
            this.shard = shard;
        }

        /** So many rows were taken since the last call. */
        void took(long newRows, long newBytes) {
            rows += newRows;
            bytes += newBytes;
            if (rows >= ROWS_BETWEEN_LOOKS || bytes > limitBytes / LOOKS_PER_LIMIT) {
                rows = 0;
                bytes = 0;
                look();
            }
        }

        /** Asks now. */
        void look() {
            ask(step, shard);
            check();
        }
    }

    private void check() {
        if (held() > limitBytes) {
            throw new MillraceException(
                    ErrorCode.MEMORY_LIMIT,
                    "query \"" + query + "\" needs more memory than its limit of " + text(limitBytes)
                            + " ('memory-limit'): " + holders());
        }
    }

    private long held() {
        return rowBytes.get() + bytesBeside.get() + stateBytes();
    }

    /** What the operators held when they were last asked. */
    long stateBytes() {
        long bytes = 0;
        for (Held held : state.values()) {
            bytes += held.bytesOfAll();
        }
        return bytes;
    }

    /** The failure of a query for which the JVM has no memory left, though it is within its limit. */
    MillraceException heapExhausted(OutOfMemoryError cause) {
        return new MillraceException(
                ErrorCode.MEMORY_LIMIT,
                "the JVM has no memory left for query \"" + query + "\" (" + cause.getMessage() + "): " + holders(),
                cause);
    }

    private String holders() {
        Step most = null;
        for (Step step : state.keySet()) {
            if (most == null || state.get(step).bytesOfAll() > state.get(most).bytesOfAll()) {
                most = step;
            }
        }
        String operators = most == null || stateBytes() == 0
                ? "it has no state yet"
                : "its state takes " + text(stateBytes()) + ", most of it held by " + most.id + " ("
                        + Held.sum(state.get(most).rows()) + " rows, "
                        + text(state.get(most).bytesOfAll()) + ")"
                        + (PagedOperator.isPaged(most.node) ? "" : ", which is in memory whatever the 'state.backend'");
        boolean helps = most != null && PagedOperator.isPaged(most.node) && !most.isPaged();
        return operators + ", the rows of the micro-batch " + text(rowBytes.get() + bytesBeside.get())
                + "; bound the state by a window and a watermark, "
                + (helps ? "keep it on disk with 'state.backend'='rocksdb', " : "")
                + "lower 'max-rows-per-batch', or raise the JVM's heap (-Xmx)";
    }

    private static String text(long bytes) {
        return bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }
}
