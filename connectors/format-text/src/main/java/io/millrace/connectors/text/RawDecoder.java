package io.millrace.connectors.text;

/** Takes every line whole as the one column there is. */
final class RawDecoder extends TextDecoder {
    RawDecoder(RowCollector rows) {
        super(new LineEnds(), false, rows);
    }

    @Override
    void preamble(byte[] bytes, int from, int to) {}

    @Override
    int row(byte[] bytes, int from, int to) {
        if (rows.wants(0)) {
            rows.text(0, bytes, from, to);
        }
        rows.endRow();
        return 1;
    }
}
