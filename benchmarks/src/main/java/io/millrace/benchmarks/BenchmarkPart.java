package io.millrace.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Some benchmarks that are run together. */
interface BenchmarkPart {
    String name();

    List<Figure> run(BenchmarkSettings settings)
            throws IOException, SQLException, InterruptedException, RunnerException;
}
