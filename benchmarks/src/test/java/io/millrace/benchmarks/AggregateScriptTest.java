package io.millrace.benchmarks;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise of {@link StreamScriptTest}, for every aggregate in every kind of query. */
class AggregateScriptTest {
    static List<StreamScript> scripts() {
        return AggregateScripts.all();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyAggregateGivesTheBatchAnswerAfterEveryMicroBatch(StreamScript script) throws SQLException {
        StreamScriptTest.check(script);
    }
}
