package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ChangeBatch;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Statements that nobody would write: those of the other tests and of the pages, with words taken out, doubled, exchanged and
 * brought in from others. Each is answered, or refused in words for the user; none fails for a reason of its own or hangs.
 * {@code -Dmillrace.statements} says how many, {@code -Dmillrace.seed} which.
 */
class SqlFuzzTest {
    private static final int STATEMENTS = Integer.getInteger("millrace.statements", 20_000);
    private static final long SEED = Long.getLong("millrace.seed", 20261123);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ROWS_MAX = 1_000;
    /** How many statements in a thousand may be refused without saying what it is in them that cannot be planned. */
    private static final int VAGUE_MAX = 1;

    private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\w+|[<>=!|]+|\\S");
    private static final Pattern QUERY =
            Pattern.compile("(?i)\\s*(SELECT|WITH|VALUES|EXPLAIN|DESCRIBE|SHOW)\\b.*", Pattern.DOTALL);
    private static final Pattern STREAM = Pattern.compile("(?i)\\bSTREAM\\b");
    /** What a user never sees: names of classes and of what throws. */
    private static final Pattern INSIDES = Pattern.compile(
            "Exception|[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]|\\b(Rel|Rex|Sql)[A-Z]\\w+|\\bnull pointer|index out of|AssertionError");

    private static final List<String> TABLES = List.of(
            "CREATE TABLE bid (auction BIGINT NOT NULL, bidder BIGINT NOT NULL, price BIGINT NOT NULL, channel VARCHAR,"
                    + " ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '4' SECOND) WITH ('connector' = 'memory')",
            "CREATE TABLE plain (auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, ts TIMESTAMP(3))"
                    + " WITH ('connector' = 'memory')",
            "CREATE TABLE auction (id BIGINT NOT NULL, item VARCHAR, reserve DECIMAL(10, 2), tags VARCHAR ARRAY,"
                    + " opened TIMESTAMP, WATERMARK FOR opened AS opened) WITH ('connector' = 'memory')",
            "CREATE TABLE orders (id BIGINT NOT NULL, price DECIMAL(10, 2), placed TIMESTAMP(3), euro AS price * 1.1,"
                    + " WATERMARK FOR placed AS placed - INTERVAL '5' SECOND) WITH ('connector' = 'memory')",
            "CREATE VIEW dear AS SELECT auction, price, ts FROM bid WHERE price > 100",
            "INSERT INTO bid VALUES (1, 10, 100, 'web', TIMESTAMP '2026-01-01 00:00:01'), (2, 10, 7, NULL,"
                    + " TIMESTAMP '2026-01-01 00:00:02'), (1, 11, 300, 'app', NULL), (1, 12, 0, '', TIMESTAMP"
                    + " '1969-12-31 23:59:59')",
            "INSERT INTO plain SELECT * FROM (VALUES (1, 10, 100, 'web', TIMESTAMP '2026-01-01 00:00:01'), (2, 10,"
                    + " 7, CAST(NULL AS VARCHAR), TIMESTAMP '2026-02-01 00:00:02')) AS t (a, b, c, d, e)",
            "INSERT INTO auction VALUES (1, 'bike', 12.50, ARRAY['x', 'y'], TIMESTAMP '2026-01-01 00:00:00')",
            "INSERT INTO orders VALUES (1, 12.50, TIMESTAMP '2026-01-01 00:00:00')");

    @Test
    void everyStatementIsAnsweredOrRefusedInWords() throws IOException {
        List<List<String>> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(300);
        Random random = new Random(SEED);
        Map<String, String> failures = new TreeMap<>();
        List<String> vague = new ArrayList<>();
        int answered = 0;
        try (Session session = Session.builder().set("time-zone", "UTC").build()) {
            TABLES.forEach(session::execute);
            for (int i = 0; i < STATEMENTS; i++) {
                String statement = i < corpus.size() ? String.join(" ", corpus.get(i)) : mutant(corpus, random);
                if (QUERY.matcher(statement).matches()) {
                    String failure = run(session, statement);
                    if (failure == null) {
                        answered++;
                    } else if (failure.contains("cannot be planned")) {
                        vague.add(statement);
                    } else if (!failure.isEmpty()) {
                        failures.putIfAbsent(failure, statement);
                    }
                }
            }
        }
        StringBuilder text = new StringBuilder();
        failures.forEach((failure, statement) ->
                text.append("\n").append(failure).append("\n    ").append(statement));
        assertThat(text).as("seed " + SEED).isEmpty();
        assertThat(vague)
                .as("refused without a reason, seed " + SEED)
                .hasSizeLessThanOrEqualTo(STATEMENTS * VAGUE_MAX / 1000);
        assertThat(answered).as("statements that run").isGreaterThan(STATEMENTS / 50);
    }

    /** Null when the statement is answered, empty when it is refused as it should be, else what is wrong. */
    private static String run(Session session, String statement) {
        long start = System.nanoTime();
        try {
            StatementResult result = session.execute(statement);
            if (result instanceof StatementResult.Rows rows) {
                read(rows, STREAM.matcher(statement).find());
            }
            return tookLong(start) ? "it takes " + Duration.ofNanos(System.nanoTime() - start) : null;
        } catch (MillraceException e) {
            boolean bad = e.code() == ErrorCode.INTERNAL
                    || e.getMessage() == null
                    || INSIDES.matcher(e.getMessage()).find();
            boolean vague = e.getMessage() != null && e.getMessage().contains("cannot be planned");
            return bad || vague ? e.code() + ": " + e.getMessage() : tookLong(start) ? "it takes long" : "";
        } catch (RuntimeException | Error e) {
            return e + " at " + e.getStackTrace()[0];
        }
    }

    private static boolean tookLong(long start) {
        return System.nanoTime() - start > PATIENCE.toNanos();
    }

    /** Reads an answer to its end, and of a result that has none the first rows, if they are there. */
    private static void read(StatementResult.Rows rows, boolean endless) {
        try (RowCursor cursor = rows.cursor()) {
            int read = 0;
            Optional<ChangeBatch> next = endless ? cursor.next(Duration.ofMillis(2)) : cursor.next();
            while (!endless && next.isPresent() && read < ROWS_MAX) {
                read += next.get().rows().rows().size();
                next = cursor.next();
            }
        }
    }

    private static String mutant(List<List<String>> corpus, Random random) {
        List<String> tokens = new ArrayList<>(corpus.get(random.nextInt(corpus.size())));
        for (int changes = 1 + random.nextInt(3); changes > 0 && tokens.size() > 2; changes--) {
            List<String> other = corpus.get(random.nextInt(corpus.size()));
            int at = 1 + random.nextInt(tokens.size() - 1);
            switch (random.nextInt(8)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.set(at, other.get(random.nextInt(other.size())));
                case 3 -> {
                    int from = random.nextInt(other.size());
                    int to = Math.min(other.size(), from + 1 + random.nextInt(8));
                    tokens.addAll(at, other.subList(from, to));
                }
                default -> tokens.set(at, alike(tokens.get(at), random.nextBoolean() ? tokens : other, random));
            }
        }
        return String.join(" ", tokens);
    }

    /** A token that may stand where another does: a word, a number, a string or a sign. */
    private static String alike(String token, List<String> from, Random random) {
        List<String> same =
                from.stream().filter(other -> kind(other) == kind(token)).toList();
        return same.isEmpty() ? token : same.get(random.nextInt(same.size()));
    }

    private static int kind(String token) {
        char first = token.charAt(0);
        return Character.isDigit(first) ? 1 : Character.isLetter(first) ? 2 : first == '\'' ? 3 : 4;
    }

    private static List<List<String>> corpus() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String file : List.of("plan/plans.golden", "plan/mistakes.golden", "parse/statements.golden")) {
            new GoldenFile("io/millrace/sql/" + file).cases().forEach(one -> texts.add(one.input()));
        }
        try (var pages = Files.list(Path.of("docs"))) {
            for (Path page : pages.sorted().toList()) {
                Matcher block =
                        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page));
                while (block.find()) {
                    texts.addAll(List.of(block.group(1).split(";\\s*\n")));
                }
            }
        }
        List<List<String>> corpus = new ArrayList<>();
        for (String text : texts) {
            List<String> tokens = TOKEN.matcher(text.replaceAll("--[^\n]*", ""))
                    .results()
                    .map(java.util.regex.MatchResult::group)
                    .toList();
            if (tokens.size() > 2) {
                corpus.add(tokens);
            }
        }
        return corpus;
    }
}
