package io.millrace.connectors.text;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of random CSV are those that another reader finds, however the bytes arrive. */
class CsvAgainstFastCsvTest {
    private static final String[] PIECES = {"a", "\u00e9", "\"\"", ",", "\n", "\r\n", " ", "12", "\uD83D\uDE00"};
    private static final Schema THREE = Schema.of(
            Field.of("x", DataType.VARCHAR), Field.of("y", DataType.VARCHAR), Field.of("z", DataType.VARCHAR));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sameRows(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 500; row++) {
            for (int field = 0; field < 3; field++) {
                text.append(field == 0 ? "" : ",").append(field(random));
            }
            text.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        List<List<String>> expected = new ArrayList<>();
        CsvReader.builder().ofCsvRecord(text.toString()).forEach(row -> expected.add(row.getFields()));
        List<List<Object>> found =
                Decoding.decode(new CsvFormat(), THREE, Map.of("header", "false", "null-text", "~"), text.toString());
        assertThat(found).as("seed " + seed).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void finderEndsRowsWhereTheDecoderDoes(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        List<Integer> ends = new ArrayList<>();
        for (int row = 0; row < 200; row++) {
            text.append("x")
                    .append(field(random).startsWith("\"") ? "" : "y")
                    .append(",")
                    .append(quoted(random));
            text.append(",z\n");
            ends.add(text.toString().getBytes(StandardCharsets.UTF_8).length);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        CsvRows finder = new CsvRows((byte) ',');
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at < bytes.length; at = found.get(found.size() - 1)) {
            found.add(finder.rowEnd(bytes, at, bytes.length));
            int end = found.get(found.size() - 1);
            int cut = at + random.nextInt(end - at);
            assertThat(finder.rowEnd(bytes, at, cut)).as("seed " + seed).isEqualTo(-1);
        }
        assertThat(found).as("seed " + seed).isEqualTo(ends);
    }

    private static String field(Random random) {
        return random.nextInt(3) == 0 ? quoted(random) : "f" + random.nextInt(1000);
    }

    private static String quoted(Random random) {
        StringBuilder field = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            field.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return field.append("\"").toString();
    }
}
