package io.millrace.sql.parse;

import io.millrace.sql.parse.grammar.MillraceSqlParser;
import io.millrace.sql.parse.grammar.ParseException;
import io.millrace.sql.parse.grammar.TokenMgrError;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;

/** The words that are no names unless they stand in double quotes. */
public final class ReservedWords {
    private static final int NAME_LENGTH_MAX = 128;
    private static final SqlAbstractParserImpl.Metadata METADATA =
            new MillraceSqlParser(new StringReader("")).getMetadata();

    private ReservedWords() {}

    /** Words that SQL-92 does not have, in order. */
    public static List<String> beyondSql92() {
        return Stream.of(METADATA.getJdbcKeywords().split(","))
                .filter(ReservedWords::contains)
                .sorted()
                .toList();
    }

    static boolean contains(String word) {
        return METADATA.isKeyword(word.toUpperCase(Locale.ROOT)) && !isName(word);
    }

    /** Asks the grammar itself: the parser's own list of words that are not reserved is not complete. */
    private static boolean isName(String word) {
        MillraceSqlParser parser = new MillraceSqlParser(new StringReader(word));
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(NAME_LENGTH_MAX);
        try {
            return parser.parseSqlExpressionEof() instanceof SqlIdentifier;
        } catch (ParseException | TokenMgrError | CalciteException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("the grammar cannot read \"" + word + "\"", e);
        }
    }
}
