package io.millrace.benchmarks;

import java.util.List;
import java.util.Locale;

/** The outcome of a comparison, as a table and as a plot. */
final class ComparisonReport {
    private static final int BAR_HEIGHT = 22;
    private static final int LABEL_WIDTH = 260;
    private static final int BAR_WIDTH_MAX = 420;

    private ComparisonReport() {}

    /** A query's outcome; {@code firstSeconds} is Millrace's first run in the process. */
    record Line(
            ComparisonQuery query,
            long rows,
            long resultRows,
            double duckdbSeconds,
            double millraceSeconds,
            double firstSeconds,
            long batches) {
        double ratio() {
            return duckdbSeconds / millraceSeconds;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%-36s DuckDB %.3f s, Millrace %.3f s (first %.3f), ratio %.2f, %d batches, %d result rows",
                    query.name(),
                    duckdbSeconds,
                    millraceSeconds,
                    firstSeconds,
                    ratio(),
                    batches,
                    resultRows);
        }

        private String row() {
            String asked = query.least() == 0 ? "" : String.format(Locale.ROOT, "%.1f", query.least());
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %d | %.3f | %.3f | %.3f | %.1f | %.2f | %s |%n",
                    query.name(),
                    rows,
                    resultRows,
                    batches,
                    duckdbSeconds,
                    millraceSeconds,
                    firstSeconds,
                    rows / millraceSeconds / 1e6,
                    ratio(),
                    asked);
        }
    }

    static String table(List<Line> lines) {
        StringBuilder text = new StringBuilder(
                "| query | rows | result rows | micro-batches | DuckDB s | Millrace s |"
                        + " Millrace's first run s | million rows/s | ratio | asked |\n|---|---|---|---|---|---|---|---|---|---|\n");
        lines.forEach(line -> text.append(line.row()));
        return text.toString();
    }

    /** Bars of the ratio; a mark where the asked one is. */
    static String plot(List<Line> lines) {
        double most = lines.stream()
                .mapToDouble(line -> Math.max(line.ratio(), line.query().least()))
                .max()
                .orElse(1);
        int height = BAR_HEIGHT * (lines.size() + 2);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<text x=\"8\" y=\"15\">DuckDB's time / Millrace's; the mark is what is asked for</text>%n",
                LABEL_WIDTH + BAR_WIDTH_MAX + 80,
                height));
        for (int i = 0; i < lines.size(); i++) {
            bar(svg, lines.get(i), BAR_HEIGHT * (i + 1), most);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Line line, int y, double most) {
        double width = line.ratio() / most * BAR_WIDTH_MAX;
        double mark = LABEL_WIDTH + line.query().least() / most * BAR_WIDTH_MAX;
        String name = line.query().name().replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"8\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%.2f</text>%n",
                y + 15,
                name,
                LABEL_WIDTH,
                y + 3,
                width,
                BAR_HEIGHT - 6,
                line.ratio() >= line.query().least() ? "#3a7d44" : "#b5523b",
                LABEL_WIDTH + width + 6,
                y + 15,
                line.ratio()));
        if (line.query().least() > 0) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"black\" stroke-width=\"2\"/>%n",
                    mark,
                    y + 1,
                    mark,
                    y + BAR_HEIGHT - 1));
        }
    }
}
