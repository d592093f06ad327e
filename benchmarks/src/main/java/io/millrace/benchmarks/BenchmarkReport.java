package io.millrace.benchmarks;

import java.util.List;
import java.util.Locale;

/** The figures of a run, as a table and as a plot. */
final class BenchmarkReport {
    private static final int BAR_HEIGHT = 22;
    private static final int LABEL_WIDTH = 400;
    private static final int BAR_WIDTH_MAX = 420;
    /** Bars end here, in times of what is asked. */
    private static final double REACHED_MAX = 4;

    private BenchmarkReport() {}

    static String table(List<Figure> figures) {
        StringBuilder text = new StringBuilder("| benchmark | asked | measured | | how |\n|---|---|---|---|---|\n");
        for (Figure figure : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s |%n",
                    figure.benchmark(),
                    figure.askedText(),
                    figure.measuredText(),
                    figure.verdict(),
                    figure.how()));
        }
        return text.toString();
    }

    /** Bars of what was reached of what is asked; the line is where it is met. */
    static String plot(List<Figure> figures) {
        List<Figure> asked = figures.stream()
                .filter(figure -> figure.isAsked() && !figure.isFailed())
                .toList();
        int height = BAR_HEIGHT * (asked.size() + 2);
        double line = LABEL_WIDTH + BAR_WIDTH_MAX / REACHED_MAX;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<text x=\"8\" y=\"15\">reached of what is asked; the line is where it is met</text>%n",
                LABEL_WIDTH + BAR_WIDTH_MAX + 160,
                height));
        for (int i = 0; i < asked.size(); i++) {
            bar(svg, asked.get(i), BAR_HEIGHT * (i + 1));
        }
        return svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"black\" stroke-width=\"2\"/>%n</svg>%n",
                        line,
                        BAR_HEIGHT,
                        line,
                        BAR_HEIGHT * (asked.size() + 1)))
                .toString();
    }

    private static void bar(StringBuilder svg, Figure figure, int y) {
        double width = Math.min(figure.reached(), REACHED_MAX) / REACHED_MAX * BAR_WIDTH_MAX;
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"8\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s (%s)</text>%n",
                y + 15,
                escaped(figure.benchmark()),
                LABEL_WIDTH,
                y + 3,
                width,
                BAR_HEIGHT - 6,
                figure.isMet() ? "#3a7d44" : "#b5523b",
                LABEL_WIDTH + width + 6,
                y + 15,
                escaped(figure.measuredText()),
                escaped(figure.askedText())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
