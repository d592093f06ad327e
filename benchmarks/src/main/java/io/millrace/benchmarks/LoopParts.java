package io.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** The parts that JMH measures. */
final class LoopParts {
    private static final String KEYS = "keys";
    private static final String WINDOW = "window";
    private static final String SLIDE = "slideSeconds";
    private static final String THREADS = "threads";
    private static final String ROWS = "rows";
    private static final Map<String, String> NONE = Map.of();
    private static final int QUICK_ROWS = 1 << 17;

    private LoopParts() {}

    private interface Loops {
        List<Figure> run(boolean quick) throws RunnerException;
    }

    private record Part(String name, Loops loops) implements BenchmarkPart {
        @Override
        public List<Figure> run(BenchmarkSettings settings) throws RunnerException {
            return loops.run(settings.quick());
        }
    }

    static List<BenchmarkPart> all() {
        return List.of(
                new Part("windows", LoopParts::windows),
                new Part("overlap", LoopParts::overlap),
                new Part("threads", LoopParts::threads),
                new Part("allocation", LoopParts::allocation),
                new Part("micro-batches", LoopParts::microBatches));
    }

    private static List<String> rows(int rows) {
        return List.of(Integer.toString(rows));
    }

    private static List<Figure> windows(boolean quick) throws RunnerException {
        String nexmark = Integer.toString(BidRows.NEXMARK_KEYS);
        JmhRuns runs = JmhRuns.of(WindowAggregationBenchmark.class, Map.of(KEYS, List.of(nexmark)), quick);
        List<Figure> figures = new ArrayList<>();
        for (WindowAggregationBenchmark.Window window : WindowAggregationBenchmark.Window.values()) {
            boolean tumble = window == WindowAggregationBenchmark.Window.TUMBLE;
            Map<String, String> parameters = Map.of(WINDOW, window.name());
            double engine = runs.median("engine", parameters);
            double baseline = runs.median("baseline", parameters);
            String name =
                    (tumble ? "TUMBLE 10 s" : "HOP 2 s/10 s") + " in memory, one thread, of the hand-written loop";
            String how = String.format(Locale.ROOT, "%.1f beside %.1f ns/row", engine, baseline);
            figures.add(
                    tumble
                            ? Figure.atLeast(name, "", 0.85, baseline / engine, how)
                            : Figure.reported(name, "", baseline / engine, how));
        }
        return figures;
    }

    private static List<Figure> overlap(boolean quick) throws RunnerException {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(overlap(
                "HOP 2 s/10 s against TUMBLE 2 s",
                WindowOverlapBenchmark.Window.HOP_2S_10S,
                WindowOverlapBenchmark.Window.TUMBLE_2S,
                quick));
        figures.addAll(overlap(
                "HOP 1 s/1 h against TUMBLE 1 s",
                WindowOverlapBenchmark.Window.HOP_1S_1H,
                WindowOverlapBenchmark.Window.TUMBLE_1S,
                quick));
        return figures;
    }

    private static List<Figure> overlap(
            String name, WindowOverlapBenchmark.Window hop, WindowOverlapBenchmark.Window tumble, boolean quick)
            throws RunnerException {
        int rows = quick ? QUICK_ROWS : 1 << 21;
        JmhRuns runs = JmhRuns.of(
                WindowOverlapBenchmark.class,
                Map.of(WINDOW, List.of(hop.name(), tumble.name()), ROWS, rows(rows)),
                quick);
        Map<String, String> ofHop = Map.of(WINDOW, hop.name());
        Map<String, String> ofTumble = Map.of(WINDOW, tumble.name());
        double rowNanos = 1e6 / rows;
        double hopIn = runs.median("ingest", ofHop) * rowNanos;
        double tumbleIn = runs.median("ingest", ofTumble) * rowNanos;
        double hopOut = runs.median("emission", ofHop) * 1e6 / WindowOverlapBenchmark.resultRows(hop, rows);
        double tumbleOut = runs.median("emission", ofTumble) * 1e6 / WindowOverlapBenchmark.resultRows(tumble, rows);
        return List.of(
                Figure.atLeast(
                        name + ", ingest",
                        "",
                        0.8,
                        tumbleIn / hopIn,
                        String.format(Locale.ROOT, "%.1f beside %.1f ns/row", hopIn, tumbleIn)),
                Figure.atLeast(
                        name + ", emission",
                        "",
                        0.8,
                        tumbleOut / hopOut,
                        String.format(Locale.ROOT, "%.1f beside %.1f ns/result row", hopOut, tumbleOut)));
    }

    private static List<Figure> threads(boolean quick) throws RunnerException {
        int rows = quick ? QUICK_ROWS : 1 << 22;
        JmhRuns runs = JmhRuns.of(TwoThreadsBenchmark.class, Map.of(ROWS, rows(rows)), quick);
        String name = "two threads against one, of the hand-written loop's gain";
        return List.of(
                Figure.atLeast(name, "", 0.85, ofGain(runs, "0"), gains(runs, "0")),
                Figure.reported(name + ", a million keys", "", ofGain(runs, "1000000"), gains(runs, "1000000")),
                Figure.reported(name + ", 99% of one key", "", ofGain(runs, "-1000000"), gains(runs, "-1000000")));
    }

    private static double ofGain(JmhRuns runs, String keys) {
        return gain(runs, "engine", keys) / gain(runs, "baseline", keys);
    }

    private static String gains(JmhRuns runs, String keys) {
        return String.format(
                Locale.ROOT,
                "%.2f beside %.2f; on one %.0f beside %.0f ms",
                gain(runs, "engine", keys),
                gain(runs, "baseline", keys),
                millis(runs, "engine", keys, "1"),
                millis(runs, "baseline", keys, "1"));
    }

    private static double gain(JmhRuns runs, String method, String keys) {
        return millis(runs, method, keys, "1") / millis(runs, method, keys, "2");
    }

    private static double millis(JmhRuns runs, String method, String keys, String threads) {
        return runs.median(method, Map.of(THREADS, threads, KEYS, keys));
    }

    private static List<Figure> allocation(boolean quick) throws RunnerException {
        int rows = quick ? QUICK_ROWS : 1 << 21;
        JmhRuns runs = JmhRuns.of(WindowAllocationBenchmark.class, Map.of(ROWS, rows(rows)), quick);
        List<Figure> figures = new ArrayList<>();
        for (String slide : List.of("10", "2")) {
            String window = slide.equals("10") ? "TUMBLE 10 s" : "HOP 2 s/10 s";
            Map<String, String> few = Map.of(SLIDE, slide, KEYS, "10");
            Map<String, String> many = Map.of(SLIDE, slide, KEYS, "10000");
            figures.add(Figure.atMost(
                    "allocated per ingested row, " + window,
                    " B",
                    1,
                    runs.secondary("engine", few, "gc.alloc.rate.norm") / rows,
                    "-prof gc, 10 auctions, results and state with it"));
            double results = runs.secondary("engine", many, "resultRows");
            figures.add(Figure.atMost(
                    "allocated per result row, " + window,
                    " B",
                    64,
                    runs.secondary("engine", many, "resultBytes") / results,
                    String.format(
                            Locale.ROOT,
                            "10,000 auctions; state for the checkpoint %.0f B more",
                            runs.secondary("engine", many, "stateBytes") / results)));
        }
        return figures;
    }

    private static List<Figure> microBatches(boolean quick) throws RunnerException {
        JmhRuns runs = JmhRuns.of(MicroBatchOverheadBenchmark.class, Map.of(), quick);
        double engine = runs.median("engine", NONE) / 1_000;
        double baseline = runs.median("baseline", NONE) / 1_000;
        return List.of(Figure.atMost(
                "micro-batch of 1,000 rows, beyond a bare append and sync, median",
                " ms",
                3,
                engine - baseline,
                String.format(Locale.ROOT, "%.2f beside %.2f ms", engine, baseline)));
    }
}
