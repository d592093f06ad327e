package io.millrace.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The results of one JMH benchmark. */
final class JmhRuns {
    private final Collection<RunResult> results;

    private JmhRuns(Collection<RunResult> results) {
        this.results = results;
    }

    /** Runs it; quick in this process, once. */
    static JmhRuns of(Class<?> benchmark, Map<String, List<String>> parameters, boolean quick) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsAppend("-D" + Benchmarks.SILENCE + "=ERROR")
                .verbosity(VerboseMode.SILENT);
        parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        if (quick) {
            // figures that mean nothing are not disturbed by another run
            System.setProperty("jmh.ignoreLock", "true");
            options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(1));
        }
        return new JmhRuns(new Runner(options.build()).run());
    }

    /** The middle of the iterations, or of the samples. */
    double median(String method, Map<String, String> parameters) {
        return find(method, parameters).getPrimaryResult().getStatistics().getPercentile(50);
    }

    /** A counter's sum, or what a profiler tells. */
    double secondary(String method, Map<String, String> parameters, String name) {
        return find(method, parameters).getSecondaryResults().get(name).getScore();
    }

    private RunResult find(String method, Map<String, String> parameters) {
        return results.stream()
                .filter(result -> matches(result.getParams(), method, parameters))
                .findFirst()
                .orElseThrow();
    }

    private static boolean matches(BenchmarkParams params, String method, Map<String, String> wanted) {
        return params.getBenchmark().endsWith("." + method)
                && wanted.entrySet().stream()
                        .allMatch(entry -> entry.getValue().equals(params.getParam(entry.getKey())));
    }
}
