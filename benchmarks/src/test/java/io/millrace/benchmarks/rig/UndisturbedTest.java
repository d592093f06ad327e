package io.millrace.benchmarks.rig;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A query that nothing happens to gives the oracle's answer: else the rig could say nothing of what does happen. */
@Tag("crash")
class UndisturbedTest {
    private static final long SEED = Long.getLong("millrace.seed", 20261123);

    static Rig rig(RigQuery query, PlantedBug bug, long seed) {
        Map<String, EventTable> tables = RigRows.tables(query, new Random(seed), 2, 60, query == RigQuery.WINDOW);
        tables.values().forEach(EventTable::seal);
        RowPlace place = query == RigQuery.COUNTS ? new RowPlace(false) : null;
        return new Rig(query, tables, bug, place, 20, Long.MAX_VALUE, new Journal());
    }

    @ParameterizedTest
    @EnumSource
    void theAnswerIsTheOracles(RigQuery query) {
        rig(query, PlantedBug.NONE, SEED).requireFinishes(new Disk(), "undisturbed");
    }
}
