package io.millrace.benchmarks;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.OutputMode;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.TableDefinition;
import io.millrace.connectors.socket.SocketTableFactory;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.AssignWindows;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.time.SlidingWindow;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Serves numbered rows over a socket, so many a second, a few of them each millisecond; notes when each was written.
 * Row N has key N modulo {@link #KEYS} and the time of its writing.
 */
final class SteadyRows implements AutoCloseable {
    static final int KEYS = 1_000;

    private static final Schema ROWS = Schema.of(
            Field.of("key", DataType.BIGINT), Field.of("number", DataType.BIGINT), Field.of("ts", DataType.TIMESTAMP));
    private static final long PAUSE_NANOS = 1_000_000;

    private final ServerSocket server;
    private final long rowsPerSecond;
    private final long[] sentNanos;
    private final Thread thread;

    SteadyRows(long rowsPerSecond, long rows) throws IOException {
        this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.rowsPerSecond = rowsPerSecond;
        this.sentNanos = new long[(int) rows];
        this.thread = new Thread(this::serve, "feed");
        thread.start();
    }

    /** When a row was handed to the socket; to be asked by whoever has seen the row come out. */
    long sentNanos(long row) {
        return sentNanos[(int) row];
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            write(socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is due by now, in one piece; whoever slept too long writes more. */
    private void write(OutputStream out) throws IOException {
        long start = System.nanoTime();
        int next = 0;
        while (next < sentNanos.length) {
            long now = System.nanoTime();
            int due = (int) Math.min(sentNanos.length, (now - start) * rowsPerSecond / 1_000_000_000 + 1);
            if (due > next) {
                byte[] lines = lines(next, due);
                long sent = System.nanoTime();
                for (; next < due; next++) {
                    sentNanos[next] = sent;
                }
                out.write(lines);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static byte[] lines(int from, int to) {
        String time = Instant.now().toString().replace('T', ' ').replace("Z", "");
        StringBuilder text = new StringBuilder();
        for (int row = from; row < to; row++) {
            text.append(row % KEYS)
                    .append(',')
                    .append(row)
                    .append(',')
                    .append(time)
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The socket as the engine reads it. */
    ReadableTable table() {
        Map<String, String> options = Map.of(
                "host", server.getInetAddress().getHostAddress(), "port", "" + server.getLocalPort(), "format", "csv");
        return (ReadableTable)
                new SocketTableFactory().create(new TableDefinition("rows", ROWS, options), new Formats());
    }

    /** {@code SELECT key, window_end, COUNT(*), MAX(number) ... TUMBLE 10 s ... GROUP BY key, window_end}, update mode. */
    static QueryPlan countsByKey() {
        Scan scan = new Scan("rows", "rows", List.of(0, 1, 2), ROWS);
        AssignWatermark watermark = new AssignWatermark(scan, 2, 4_000_000, false, -1, "keep", false);
        List<Field> fields = new ArrayList<>(ROWS.fields());
        for (String column : List.of("window_start", "window_end", "window_time")) {
            fields.add(new Field(column, DataType.TIMESTAMP, false));
        }
        AssignWindows windows =
                new AssignWindows(watermark, 2, SlidingWindow.tumbling(10_000_000, 0), new Schema(fields));
        List<AggregateCall> calls = List.of(
                new AggregateCall("COUNT", List.of(), false, -1, "rows", DataType.BIGINT, false),
                new AggregateCall("MAX", List.of(1), false, -1, "last", DataType.BIGINT, true));
        Schema output = Schema.of(
                ROWS.field(0),
                fields.get(4),
                new Field("rows", DataType.BIGINT, false),
                Field.of("last", DataType.BIGINT));
        Aggregate aggregate =
                new Aggregate(windows, List.of(0, 4), calls, Aggregate.Emit.CHANGES, new Aggregate.Close(1, 0), output);
        return new QueryPlan(aggregate, OutputMode.UPDATE, List.of(0, 1), false);
    }

    static long[] keys(ChangeBatch results) {
        return ((LongColumn) results.rows().column(0)).values();
    }

    /** The highest number of a row in each result. */
    static long[] lastNumbers(ChangeBatch results) {
        return ((LongColumn) results.rows().column(3)).values();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The formats that are on the class path. */
    private static final class Formats implements ConnectorContext {
        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }

        @Override
        public FormatFactory format(String name) {
            return ServiceLoader.load(FormatFactory.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(format -> format.format().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public Iterable<String> formats() {
            return List.of();
        }

        @Override
        public <T> T shared(Class<T> type, Supplier<T> make) {
            return make.get();
        }
    }
}
