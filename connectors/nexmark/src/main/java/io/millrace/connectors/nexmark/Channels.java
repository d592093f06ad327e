package io.millrace.connectors.nexmark;

import java.nio.charset.StandardCharsets;

/** The channel a bid came by and its page: half of all bids by four hot channels, the others by one of 10,000. */
final class Channels {
    private static final String[] HOT = {"Google", "Facebook", "Baidu", "Apple"};
    private static final int COUNT = 10_000;

    private final Draws choice;
    private final byte[][] names = new byte[HOT.length + COUNT][];
    private final byte[][] urls = new byte[HOT.length + COUNT][];

    Channels(Draws choice, Draws pages) {
        this.choice = choice;
        for (int i = 0; i < names.length; i++) {
            int number = i - HOT.length;
            names[i] = (number < 0 ? HOT[i] : "channel-" + number).getBytes(StandardCharsets.US_ASCII);
            urls[i] = url(pages.below(i), number);
        }
    }

    void writeName(long row, TextBuilder out) {
        out.ascii(names[channel(row)]);
    }

    void writeUrl(long row, TextBuilder out) {
        out.ascii(urls[channel(row)]);
    }

    private int channel(long row) {
        long bits = choice.at(row);
        return (bits & 1) != 0 ? Draws.bounded(bits, HOT.length) : HOT.length + Draws.bounded(bits, COUNT);
    }

    private static byte[] url(Draws page, int number) {
        TextBuilder text = new TextBuilder(1, 96);
        text.ascii("https://www.nexmark.com/");
        for (int i = 1; i <= 3; i++) {
            text.words(page.below(i), 5, '_').ascii("/");
        }
        text.ascii("item.htm?query=1");
        if (number >= 0 && Draws.bounded(page.at(0), 10) > 0) {
            text.ascii("&channel_id=" + Math.abs((long) Integer.reverse(number)));
        }
        text.endRow();
        return text.build().bytes(0);
    }
}
