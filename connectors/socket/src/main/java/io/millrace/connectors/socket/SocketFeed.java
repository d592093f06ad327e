package io.millrace.connectors.socket;

import io.millrace.connector.RowFinder;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that connects, reads, cuts the bytes into rows, and connects again when the other side has closed. */
final class SocketFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFeed.class);
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final long PAUSE_MILLIS_MIN = 50;
    private static final long PAUSE_MILLIS_MAX = 5_000;
    private static final long JOIN_MILLIS = 2_000;
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int ROW_BYTES_MAX = 64 << 20;

    private final String host;
    private final int port;
    private final RowFinder finder;
    private final boolean hasPreamble;
    private final long firstConnectMillis;
    private final RowBuffer buffer;
    private final Thread thread;
    private volatile Socket socket;

    /** @param firstConnectMillis how long to try at the start before that is a failure */
    SocketFeed(
            String host, int port, RowFinder finder, boolean hasPreamble, long firstConnectMillis, RowBuffer buffer) {
        this.host = host;
        this.port = port;
        this.finder = finder;
        this.hasPreamble = hasPreamble;
        this.firstConnectMillis = firstConnectMillis;
        this.buffer = buffer;
        this.thread = new Thread(this::run, "millrace-socket-" + host + ":" + port);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> buffer.fail(new MillraceException(
                ErrorCode.INTERNAL, "reading from \"" + host + ":" + port + "\" failed: " + e, e)));
    }

    void start() {
        thread.start();
    }

    private void run() {
        long pause = PAUSE_MILLIS_MIN;
        long giveUp = System.nanoTime() + firstConnectMillis * 1_000_000;
        boolean everConnected = false;
        try {
            while (!buffer.isClosed()) {
                boolean connected = connectAndRead(everConnected ? Long.MAX_VALUE : giveUp);
                everConnected |= connected;
                pause = connected ? PAUSE_MILLIS_MIN : Math.min(PAUSE_MILLIS_MAX, 2 * pause);
                buffer.pause(pause);
            }
        } catch (MillraceException e) {
            buffer.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether there was a connection; it is over then. */
    private boolean connectAndRead(long giveUp) throws InterruptedException {
        boolean connected = false;
        try (Socket connection = new Socket()) {
            socket = connection;
            if (buffer.isClosed()) {
                return false;
            }
            connection.connect(new InetSocketAddress(host, port), CONNECT_MILLIS_MAX);
            connected = true;
            read(connection.getInputStream());
        } catch (IOException e) {
            boolean hopeless = e instanceof UnknownHostException || System.nanoTime() > giveUp;
            if (!connected && hopeless && giveUp != Long.MAX_VALUE && !buffer.isClosed()) {
                throw unreachable(e);
            }
            LOG.info("{}:{} {}: {}", host, port, connected ? "is lost" : "does not answer", e.getMessage());
        }
        return connected;
    }

    private MillraceException unreachable(IOException e) {
        String reason = e instanceof UnknownHostException ? "there is no such host" : e.getMessage();
        return new MillraceException(
                ErrorCode.SOURCE_UNAVAILABLE,
                "cannot connect to \"" + host + ":" + port + "\": " + reason
                        + "; something must listen there, for example nc -lk " + port,
                e);
    }

    /** Reads until the other side closes; its last row need not have a line end. */
    private void read(InputStream in) throws IOException, InterruptedException {
        byte[] bytes = new byte[BLOCK_BYTES];
        byte[] preamble = hasPreamble ? null : new byte[0];
        long line = 1;
        int length = 0;
        boolean open = true;
        while (open) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, grown(bytes.length, line));
            }
            int read = in.read(bytes, length, bytes.length - length);
            open = read >= 0;
            length += Math.max(0, read);
            int from = 0;
            if (preamble == null) {
                from = rowEnd(bytes, 0, length, !open);
                if (from < 0) {
                    continue;
                }
                preamble = Arrays.copyOf(bytes, from);
                line++;
            }
            int[] ends = ends(bytes, from, length, !open);
            int end = ends.length == 0 ? from : from + ends[ends.length - 1];
            if (ends.length > 0 && !buffer.append(line, Arrays.copyOfRange(bytes, from, end), ends, preamble)) {
                return;
            }
            line += RowBlock.lineFeeds(bytes, from, end);
            System.arraycopy(bytes, end, bytes, 0, length - end);
            length -= end;
        }
    }

    /** Where the rows from {@code from} on end, counted from there. */
    private int[] ends(byte[] bytes, int from, int to, boolean last) {
        int[] ends = new int[64];
        int count = 0;
        for (int at = from; at < to; ) {
            int end = rowEnd(bytes, at, to, last);
            if (end < 0) {
                break;
            }
            ends = count < ends.length ? ends : Arrays.copyOf(ends, 2 * count);
            ends[count++] = end - from;
            at = end;
        }
        return Arrays.copyOf(ends, count);
    }

    private int rowEnd(byte[] bytes, int from, int to, boolean last) {
        int end = finder.rowEnd(bytes, from, to);
        return end < 0 && last ? to : end;
    }

    private int grown(int size, long line) {
        if (size >= ROW_BYTES_MAX) {
            throw new MillraceException(
                    ErrorCode.BAD_ROW,
                    "the row in line " + line + " from \"" + host + ":" + port + "\" has more than "
                            + (ROW_BYTES_MAX >> 20) + " MiB; is a line end or a closing quote missing?");
        }
        return 2 * size;
    }

    @Override
    public void close() {
        buffer.close();
        Socket open = socket;
        try {
            if (open != null) {
                open.close();
            }
            thread.join(JOIN_MILLIS);
        } catch (IOException e) {
            LOG.info("closing the connection to {}:{}: {}", host, port, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
