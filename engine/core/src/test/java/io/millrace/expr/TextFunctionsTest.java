package io.millrace.expr;

import static io.millrace.expr.Exprs.apply;
import static io.millrace.expr.Exprs.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFunctionsTest {
    private static final DataType S = DataType.VARCHAR;
    private static final DataType L = DataType.BIGINT;
    private static final DataType X = DataType.VARBINARY;
    private static final DataType B = DataType.BOOLEAN;

    @ParameterizedTest
    @CsvSource({
        "a🚀日, 1, 2, a🚀",
        "a🚀日, 2, 1, 🚀",
        "a🚀日, 0, 2, a",
        "a🚀日, -5, 7, a",
        "a🚀日, 3, 100, 日",
        "a🚀日, 4, 1, ''",
        "a🚀日, 2, 0, ''",
        "'', 1, 5, ''",
    })
    void substringsCountCharacters(String text, long start, long length, String result) {
        assertThat(apply(Exprs.UTC, "SUBSTRING", S, S, text, L, start, L, length))
                .isEqualTo(result);
    }

    @Test
    void substringsOfBytesCountBytes() {
        assertThat(apply(Exprs.UTC, "SUBSTRING", X, X, new byte[] {1, -1, 3}, L, 2L))
                .isEqualTo(new byte[] {-1, 3});
        assertThatThrownBy(() -> apply(Exprs.UTC, "SUBSTRING", S, S, "abc", L, 2L, L, -1L))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE))
                .hasMessage("SUBSTRING was given the negative length -1");
    }

    @ParameterizedTest
    @CsvSource({
        "BOTH, 'x', xxaxbxx, axb",
        "LEADING, 'x', xxaxbxx, axbxx",
        "TRAILING, 'x', xxaxbxx, xxaxb",
        "BOTH, 日, 日a日日, a",
        "BOTH, 'x', xxxx, ''",
        "BOTH, ' ', 'a', a",
    })
    void trimTakesOneCharacterAway(String side, String character, String text, String result) {
        assertThat(apply(Exprs.UTC, "TRIM", S, lit(side), S, character, S, text))
                .isEqualTo(result);
    }

    @Test
    void trimRefusesMoreThanOneCharacter() {
        assertThatThrownBy(() -> apply(Exprs.UTC, "TRIM", S, lit("BOTH"), S, "ab", S, "abc"))
                .hasMessage("TRIM takes away one character, but was given \"ab\"");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, abd, false",
        "abc, a%, true",
        "abc, %c, true",
        "abc, %b%, true",
        "abc, a%c, true",
        "abc, a_c, true",
        "a🚀c, a_c, true",
        "a🚀c, a__c, false",
        "日本, __, true",
        "'', %, true",
        "'', _, false",
        "abcabc, %abc, true",
        "aXbXc, a%X%c, true",
        "aaab, %a_b, true",
        "abc, %%b%%, true",
        "ab, ab_, false",
        "mississippi, %iss%ip%, true",
        "mississippi, %iss%ix%, false",
    })
    void likeMatches(String text, String pattern, boolean result) {
        assertThat(apply(Exprs.UTC, "LIKE", B, S, text, lit(pattern))).isEqualTo(result);
        assertThat(apply(Exprs.UTC, "LIKE", B, S, text, S, pattern)).isEqualTo(result);
    }

    @Test
    void likeTakesAnEscapeCharacter() {
        assertThat(apply(Exprs.UTC, "LIKE", B, S, "50%", lit("50!%"), lit("!"))).isEqualTo(true);
        assertThat(apply(Exprs.UTC, "LIKE", B, S, "50x", S, "50!%", S, "!")).isEqualTo(false);
        assertThatThrownBy(() -> apply(Exprs.UTC, "LIKE", B, S, "a", lit("!a"), lit("!")))
                .hasMessage(
                        "In the pattern \"!a\" the escape character \"!\" stands before something other than %, _ or itself");
        assertThatThrownBy(() -> apply(Exprs.UTC, "LIKE", B, S, "a", lit("a"), lit("!!")))
                .hasMessage("ESCAPE \"!!\" is not one character");
    }

    @ParameterizedTest
    @CsvSource({"b, abc, 2", "日, a🚀日, 3", "x, abc, 0", "'', abc, 1", "abcd, abc, 0"})
    void positionsCountCharacters(String part, String text, long result) {
        assertThat(apply(Exprs.UTC, "POSITION", L, S, part, S, text)).isEqualTo(result);
    }

    @Test
    void otherFunctions() {
        assertThat(apply(Exprs.UTC, "UPPER", S, S, "aé🚀ß")).isEqualTo("AÉ🚀SS");
        assertThat(apply(Exprs.UTC, "LOWER", S, S, "ABC É")).isEqualTo("abc é");
        assertThat(apply(Exprs.UTC, "CHAR_LENGTH", L, S, "aé🚀")).isEqualTo(3L);
        assertThat(apply(Exprs.UTC, "OCTET_LENGTH", L, S, "aé🚀")).isEqualTo(7L);
        assertThat(apply(Exprs.UTC, "||", S, S, "日", S, "🚀")).isEqualTo("日🚀");
        assertThat(apply(Exprs.UTC, "||", S, S, "日", S, null)).isNull();
    }

    @Test
    void textOrdersByCodePoints() {
        // as UTF-16 the first would come after the second
        assertThat(apply(Exprs.UTC, "<", B, S, "\uFFFD", S, "🚀")).isEqualTo(true);
        assertThat(apply(Exprs.UTC, ">", B, S, "b", S, "abc")).isEqualTo(true);
        assertThat(apply(Exprs.UTC, "=", B, S, "a ", S, "a")).isEqualTo(false);
    }

    @Test
    void charsCompareWithoutTheirPadding() {
        DataType c = DataType.of(DataType.Kind.CHAR, 4);
        assertThat(apply(Exprs.UTC, "=", B, c, "ab  ", lit("ab"))).isEqualTo(true);
        assertThat(apply(Exprs.UTC, "=", B, c, "ab  ", lit("ab "))).isEqualTo(true);
        assertThat(apply(Exprs.UTC, "<", B, c, "ab  ", lit("abc"))).isEqualTo(true);
        assertThat(apply(Exprs.UTC, "<>", B, c, "ab  ", lit("ab"))).isEqualTo(false);
    }

    @Test
    void splitGivesThePiecesBetweenSeparators() {
        DataType array = DataType.array(S, true);
        assertThat(apply(Exprs.UTC, "SPLIT", array, S, "a b  c", S, " ")).isEqualTo(List.of("a", "b", "", "c"));
        assertThat(apply(Exprs.UTC, "SPLIT", array, S, "日--🚀--", S, "--")).isEqualTo(List.of("日", "🚀", ""));
        assertThat(apply(Exprs.UTC, "SPLIT", array, S, "", S, ",")).isEqualTo(List.of(""));
        assertThat(apply(Exprs.UTC, "SPLIT", array, S, "abc", S, "")).isEqualTo(List.of("abc"));
        assertThat(apply(Exprs.UTC, "SPLIT", array, S, null, S, "")).isNull();
    }
}
