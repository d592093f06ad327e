package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ChangeBatch;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.SqlStatement;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's word count, with a real netcat at the other end. */
@Tag("system")
class NetcatTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> blocks = Readme.sql("Count words as they are typed");
    private Process netcat;
    private int port;

    @BeforeEach
    void startNetcat() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        netcat = new ProcessBuilder("nc", "-lk", Integer.toString(port)).start();
    }

    @AfterEach
    void stopNetcat() throws InterruptedException {
        netcat.destroy();
        netcat.waitFor();
    }

    @Test
    void wordsAreCountedAsTheyAreTyped() throws IOException {
        type("the mill the water", "the race");
        try (Session session = Session.create()) {
            Map<String, Long> counts = new HashMap<>();
            read(session, blocks.get(0), row -> {
                counts.put((String) row.get(0), (Long) row.get(1));
                return counts.equals(Map.of("the", 3L, "mill", 1L, "water", 1L, "race", 1L));
            });
            assertThat(counts).containsEntry("the", 3L).containsEntry("race", 1L);
        }
    }

    @Test
    void windowsOverTheLastTenSecondsClose() throws IOException {
        type("the mill the water");
        try (Session session = Session.create()) {
            String tables = blocks.get(0).substring(0, blocks.get(0).indexOf("SELECT STREAM"));
            Map<Object, Long> windowsOfThe = new HashMap<>();
            read(session, tables + blocks.get(1), row -> {
                if (row.get(1).equals("the")) {
                    windowsOfThe.put(row.get(0), (Long) row.get(2));
                }
                return windowsOfThe.size() == 2;
            });
            assertThat(windowsOfThe.values()).containsExactly(2L, 2L);
        }
    }

    private void type(String... lines) throws IOException {
        OutputStream in = netcat.getOutputStream();
        in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Runs a script and reads the rows of its query until one satisfies {@code last}. */
    private void read(Session session, String script, Predicate<List<Object>> last) {
        for (SqlStatement statement : session.parse(script.replace("'9999'", "'" + port + "'"))) {
            if (session.execute(statement) instanceof StatementResult.Rows rows) {
                try (RowCursor cursor = rows.cursor()) {
                    readUntil(cursor, last);
                }
            }
        }
    }

    private static void readUntil(RowCursor cursor, Predicate<List<Object>> last) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Optional<ChangeBatch> batch = cursor.next(Duration.ofSeconds(1));
            if (batch.orElseThrow().rows().rows().stream().anyMatch(last)) {
                return;
            }
        }
    }
}
