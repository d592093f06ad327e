package io.millrace.shell;

import org.jline.utils.WCWidth;

/** How many columns of a terminal a text takes: two for an East Asian wide character, none for a combining mark. */
final class DisplayWidth {
    private DisplayWidth() {}

    /** The longest beginning of a text that takes no more than that. */
    static String cut(String text, int widthMax) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += Math.max(0, WCWidth.wcwidth(point));
            if (width > widthMax) {
                return text.substring(0, i);
            }
            i += Character.charCount(point);
        }
        return text;
    }

    static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                width++;
                i++;
            } else {
                int point = text.codePointAt(i);
                width += Math.max(0, WCWidth.wcwidth(point));
                i += Character.charCount(point);
            }
        }
        return width;
    }
}
