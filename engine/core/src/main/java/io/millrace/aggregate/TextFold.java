package io.millrace.aggregate;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import java.util.Arrays;

/** LISTAGG: all texts one after the other, with a separator between. */
final class TextFold implements Fold {
    private final String separator;
    private StringBuilder[] texts = new StringBuilder[0];

    TextFold(String separator) {
        this.separator = separator;
    }

    @Override
    public void reserve(int slotLimit) {
        texts = Arrays.copyOf(texts, Math.max(texts.length, slotLimit));
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        BytesColumn values = (BytesColumn) inputs[0];
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            for (long times = weights == null ? 1 : weights[row]; times > 0; times--) {
                append(groups[i], values.string(row));
            }
        }
    }

    private void append(int group, String text) {
        if (texts[group] == null) {
            texts[group] = new StringBuilder(text);
        } else {
            texts[group].append(separator).append(text);
        }
    }

    /** A group without values has NULL. */
    @Override
    public Column result(int[] slots, int count) {
        String[] results = new String[count];
        Arrays.setAll(results, i -> texts[slots[i]] == null ? null : texts[slots[i]].toString());
        return BytesColumn.ofStrings(results);
    }
}
