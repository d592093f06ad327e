package io.millrace.connectors.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.TableDefinition;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.testing.SourceContract;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketTableTest {
    private static final Schema AB = Schema.of(Field.of("a", DataType.BIGINT), Field.of("b", DataType.VARCHAR));

    private ServerSocket server;
    private final Semaphore woken = new Semaphore(0);

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @Test
    void linesComeAsTheyAre() throws Exception {
        try (Source source = source(table(Schema.of(), Map.of()));
                Socket peer = accept(source)) {
            send(peer, "one\n\ntwo, \"2\"\r\nthr");
            Offset three = await(source, 3);
            assertThat(rows(source, source.initial(), three))
                    .containsExactly(List.of("one"), List.of(""), List.of("two, \"2\""));
            source.committed(three);
            send(peer, "ee\n\u6c34\n");
            Offset five = await(source, 5);
            assertThat(rows(source, three, five)).containsExactly(List.of("three"), List.of("\u6c34"));
            assertThat(source.exhausted(five)).isFalse();
        }
    }

    @Test
    void lastRowOfAClosedConnectionNeedsNoLineEndAndTheNextConnectionGoesOn() throws Exception {
        try (Source source = source(table(Schema.of(), Map.of()))) {
            try (Socket peer = accept(source)) {
                send(peer, "a\nb");
            }
            try (Socket peer = server.accept()) {
                send(peer, "c\n");
                assertThat(rows(source, source.initial(), await(source, 3)))
                        .containsExactly(List.of("a"), List.of("b"), List.of("c"));
            }
        }
    }

    @Test
    void rowsOfAFormat() throws Exception {
        try (Source source = source(table(AB, Map.of("format", "csv")));
                Socket peer = accept(source)) {
            send(peer, "1,\"x\ny\"\n2,z\n");
            assertThat(rows(source, source.initial(), await(source, 2)))
                    .containsExactly(List.of(1L, "x\ny"), List.of(2L, "z"));
            send(peer, "oops,z\n");
            Offset bad = await(source, 3);
            assertThatThrownBy(() -> rows(source, source.initial(), bad))
                    .hasMessageStartingWith(
                            "bad row in \"localhost:" + server.getLocalPort() + "\", line 4: column \"a\"");
        }
        try (Source source = source(table(AB, Map.of("format", "json")));
                Socket peer = accept(source)) {
            send(peer, "{\"b\":\"x\",\"a\":1}\n");
            assertThat(rows(source, source.initial(), await(source, 1))).containsExactly(List.of(1L, "x"));
        }
    }

    @Test
    void eachConnectionMayHaveItsHeader() throws Exception {
        Map<String, String> options = Map.of("format", "csv", "header", "true", "on-error", "skip");
        try (Source source = source(table(AB, options))) {
            try (Socket peer = accept(source)) {
                send(peer, "a,b\n1,x\nbad,y\n");
            }
            try (Socket peer = server.accept()) {
                send(peer, "b,a\ny,2\nz,bad\n");
                Offset end = await(source, 4);
                assertThat(rows(source, source.initial(), end)).containsExactly(List.of(1L, "x"), List.of(2L, "y"));
                assertThat(skipped(source, source.initial(), end)).isEqualTo(2);
            }
        }
    }

    @Test
    void limitsAndSplitsCutRows() throws Exception {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 100_000).forEach(i -> text.append(i).append('\n'));
        try (Source source = source(table(Schema.of(), Map.of()));
                Socket peer = accept(source)) {
            send(peer, text.toString());
            Offset all = await(source, 100_000);
            assertThat(source.plan(source.initial(), all)).hasSize(2);
            Offset some = source.limit(source.initial(), all, new ReadLimit(777, Long.MAX_VALUE));
            assertThat(rows(source, source.initial(), some)).hasSize(777).endsWith(List.of("776"));
            source.committed(some);
            assertThat(rows(source, some, all)).hasSize(100_000 - 777).startsWith(List.of("777"));
            assertThat(source.plan(all, all)).isEmpty();
        }
    }

    @Test
    void whatIsCommittedOrFromBeforeARestartIsGone() throws Exception {
        ReadableTable table = table(Schema.of(), Map.of());
        assertThat(table.replayable()).isFalse();
        assertThat(table.finiteNow()).isFalse();
        assertThat(table.bounded()).isFalse();
        try (Source source = source(table)) {
            source.resume(new Offset("{\"row\":7}"));
            try (Socket peer = accept(source)) {
                send(peer, "x\n");
                Offset end = await(source, 8);
                assertThat(rows(source, new Offset("{\"row\":7}"), end)).containsExactly(List.of("x"));
                assertThatThrownBy(() -> rows(source, new Offset("{\"row\":3}"), end))
                        .hasMessageContaining("rows 3 to 7 of \"localhost:")
                        .hasMessageContaining("cannot give them again")
                        .isInstanceOfSatisfying(
                                MillraceException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_LOST));
            }
        }
    }

    @Test
    void aFullBufferHoldsTheSenderBack() throws Exception {
        SocketTable table = (SocketTable) table(Schema.of(), Map.of());
        SocketTable small = new SocketTable(
                table.schema(),
                table.host(),
                table.port(),
                table.format(),
                table.options(),
                table.zone(),
                table.firstConnectMillis(),
                100_000);
        byte[] line = ("x".repeat(999) + "\n").getBytes(StandardCharsets.UTF_8);
        int lines = 20_000;
        try (Source source = source(small);
                Socket peer = accept(source)) {
            Thread sender = new Thread(() -> {
                try {
                    OutputStream out = peer.getOutputStream();
                    for (int i = 0; i < lines; i++) {
                        out.write(line);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();
            Offset at = source.initial();
            long count = 0;
            while (count < lines) {
                Offset next = source.limit(at, source.latest(), ReadLimit.NONE);
                if (next.equals(at)) {
                    assertThat(woken.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
                    continue;
                }
                int rows = rows(source, at, next).size();
                assertThat(rows).isLessThan(200);
                count += rows;
                source.committed(next);
                at = next;
            }
            sender.join();
            assertThat(at.json()).isEqualTo("{\"row\":" + lines + "}");
        }
    }

    @Test
    void closeDoesNotWaitForThePeer() throws Exception {
        for (String sent : List.of("", "half a row", "a\nb\n")) {
            Source source = source(table(Schema.of(), Map.of()));
            Socket peer = accept(source);
            send(peer, sent);
            source.close();
            source.close();
            assertThat(threads()).isEmpty();
            peer.close();
        }
        server.close();
        Source source = source(table(Schema.of(), Map.of()));
        source.latest();
        source.close();
        assertThat(threads()).isEmpty();
    }

    /** Asks until the source has failed: at once, or when it has been woken. */
    private void failure(Source source) throws InterruptedException {
        source.latest();
        assertThat(woken.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        source.latest();
    }

    @Test
    void nobodyListeningIsNamed() throws Exception {
        SocketTable table = (SocketTable) table(Schema.of(), Map.of());
        server.close();
        SocketTable impatient = new SocketTable(
                table.schema(),
                table.host(),
                table.port(),
                table.format(),
                table.options(),
                table.zone(),
                0,
                table.bufferBytes());
        try (Source source = source(impatient)) {
            assertThatThrownBy(() -> failure(source))
                    .hasMessageContaining("cannot connect to \"localhost:" + table.port() + "\": Connection refused;")
                    .hasMessageContaining("nc -lk " + table.port())
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
        }
    }

    @Test
    void unknownHostIsNamedAtOnce() throws Exception {
        try (Source source = source(table(Schema.of(), Map.of("host", "no-such-host.invalid")))) {
            assertThatThrownBy(() -> failure(source)).hasMessageContaining("there is no such host");
        }
    }

    @Test
    void mistakenOptionsAreNamed() {
        assertThatThrownBy(() -> table(Schema.of(), Map.of("port", "0")))
                .hasMessageContaining("a port from 1 to 65535");
        assertThatThrownBy(() -> table(Schema.of(), Map.of("prot", "1"))).hasMessageContaining("did you mean \"port\"");
        assertThatThrownBy(() -> new SocketTableFactory()
                        .create(new TableDefinition("t", Schema.of(), Map.of()), new SocketContext()))
                .hasMessageContaining("needs option \"port\"");
        assertThatThrownBy(() -> table(AB, Map.of())).hasMessageContaining("takes exactly one VARCHAR column");
    }

    private ReadableTable table(Schema columns, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(Map.of("port", "" + server.getLocalPort()));
        all.putAll(options);
        return (ReadableTable)
                new SocketTableFactory().create(new TableDefinition("t", columns, all), new SocketContext());
    }

    private Source source(ReadableTable table) {
        Source source =
                table.source(IntStream.range(0, table.schema().size()).boxed().toList());
        source.onData(woken::release);
        return source;
    }

    /** Lets the source connect. */
    private Socket accept(Source source) throws IOException {
        source.latest();
        return server.accept();
    }

    private static void send(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        peer.getOutputStream().flush();
    }

    /** Waits until that many rows have come in. */
    private Offset await(Source source, long row) throws InterruptedException {
        while (!source.latest().json().equals("{\"row\":" + row + "}")) {
            assertThat(woken.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        }
        return source.latest();
    }

    private static List<List<Object>> rows(Source source, Offset start, Offset end) {
        return SourceContract.read(source, start, end);
    }

    private static long skipped(Source source, Offset start, Offset end) {
        long skipped = 0;
        for (Split split : source.plan(start, end)) {
            try (var reader = source.open(split)) {
                for (ColumnBatch batch = reader.next(); batch != null; ) {
                    batch = reader.next();
                }
                skipped += reader.skippedRows();
            }
        }
        return skipped;
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("millrace-socket"))
                .toList();
    }
}
