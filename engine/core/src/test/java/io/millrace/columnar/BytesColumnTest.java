package io.millrace.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytesColumnTest {
    private static final String LONG_TEXT = "more than the sixteen bytes of two steps";
    private static final BytesColumn DICTIONARY = BytesColumn.ofStrings("ab", "", "水 and more", LONG_TEXT, "z");

    private static BytesColumn coded() {
        int[] codes = {4, 0, -1, 3, 2, 1, 4, 99};
        boolean[] nulls = {false, false, true, false, false, false, false, true};
        // the last place belongs to no row
        return BytesColumn.ofCodes(DICTIONARY, codes, nulls, 7);
    }

    private static List<Object> values(BytesColumn column) {
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < column.rowCount(); row++) {
            values.add(column.value(row, DataType.VARCHAR));
            if (column.isNull(row)) {
                assertThat(column.offsets()[row + 1]).isEqualTo(column.offsets()[row]);
            }
        }
        return values;
    }

    @Test
    void whoDoesNotKnowOfCodesSeesTheValues() {
        List<Object> expected = new ArrayList<>(List.of("z", "ab", "", LONG_TEXT, "水 and more", "", "z"));
        expected.set(2, null);
        assertThat(values(coded())).isEqualTo(expected);
        assertThat(coded().bytes(3)).isEqualTo(LONG_TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(coded().equalsAt(0, new byte[] {'z'})).isTrue();
    }

    @Test
    void rowsThatAreTakenKeepTheirCodesUnlessTheDictionaryIsLarger() {
        BytesColumn many = coded().take(new int[] {6, -1, 3, 3, 1}, 5);
        assertThat(many.dictionary()).isSameAs(DICTIONARY);
        assertThat(many.codes()).containsExactly(4, -1, 3, 3, 0);
        List<Object> expected = new ArrayList<>(List.of("z", "", LONG_TEXT, LONG_TEXT, "ab"));
        expected.set(1, null);
        assertThat(values(many)).isEqualTo(expected);
        BytesColumn few = coded().take(new int[] {4, 2, -1}, 3);
        assertThat(few.codes()).isNull();
        List<Object> fewExpected = new ArrayList<>(Collections.nCopies(3, null));
        fewExpected.set(0, "水 and more");
        assertThat(values(few)).isEqualTo(fewExpected);
    }

    @Test
    void whatWasDecodedIsTakenAsItIs() {
        BytesColumn column = coded();
        assertThat(column.string(0)).isEqualTo("z");
        assertThat(values(column.take(new int[] {6, 5, 4, 3, 1, 0}, 6)))
                .containsExactly("z", "", "水 and more", LONG_TEXT, "ab", "z");
    }
}
