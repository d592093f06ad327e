package io.millrace.shell;

import io.millrace.sql.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords, and names of tables, views and their columns. */
final class SqlCompleter implements Completer {
    private static final List<String> KEYWORDS = Arrays.asList(
            ("ALL AND AS ASC AVG BEGIN BETWEEN BIGINT BOOLEAN BY CASE CAST COMMIT COUNT CREATE CROSS DATE DAY DECIMAL DESC"
                            + " DESCRIBE DESCRIPTOR DISTINCT DOUBLE DROP ELSE END EXISTS EXPLAIN FALSE FILTER FROM GROUP"
                            + " HAVING HOP HOUR IF IN INNER INPUT INSERT INTEGER INTERVAL INTO IS JOIN LIKE LIMIT MAX MIN"
                            + " MINUTE NOT NULL ON OR ORDER PLAN PROCTIME QUERY RESET SECOND SELECT SET SHOW SPLIT STOP"
                            + " STREAM SUM TABLE TABLES THEN TIMESTAMP TRUE TUMBLE UNION UNNEST VALUES VARCHAR VIEW VIEWS"
                            + " WAIT WATERMARK WHEN WHERE WITH")
                    .split(" "));

    private static final Pattern BEFORE_TABLES = Pattern.compile("(?i)\\b(FROM|JOIN|INTO|TABLE|DESCRIBE|DROP VIEW)$");

    private final Session session;

    SqlCompleter(Session session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String before =
                line.line().substring(0, line.cursor() - line.wordCursor()).stripTrailing();
        candidates(before, line.word()).forEach(word -> candidates.add(new Candidate(word)));
    }

    /**
     * What {@code word} may become, behind the text {@code before}; keywords follow the case in which it was begun. Where
     * only a table can stand, only tables and views are meant.
     */
    List<String> candidates(String before, String word) {
        Stream<String> meant = BEFORE_TABLES.matcher(before).find() ? session.names().stream() : anywhere(word);
        return meant.filter(candidate -> candidate.regionMatches(true, 0, word, 0, word.length()))
                .distinct()
                .toList();
    }

    private Stream<String> anywhere(String word) {
        boolean lower = !word.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT));
        Stream<String> keywords = KEYWORDS.stream().map(keyword -> lower ? keyword.toLowerCase(Locale.ROOT) : keyword);
        Stream<String> names = Stream.concat(session.names().stream(), session.columnNames().stream());
        return Stream.concat(names, keywords);
    }
}
