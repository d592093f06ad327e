package io.millrace.benchmarks.rig;

import io.millrace.benchmarks.rig.EventTable.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows for the tables of a query. */
final class RigRows {
    private static final long STEP_MICROS = 700_000;

    private RigRows() {}

    /** @param late whether some rows come so late that their window is closed */
    static Map<String, EventTable> tables(RigQuery query, Random random, int partitions, int rows, boolean late) {
        Map<String, EventTable> tables = new LinkedHashMap<>();
        for (String name : query.tables()) {
            List<List<Event>> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                List<Event> events = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    long back = late && random.nextInt(8) == 0 ? random.nextInt(30_000) : random.nextInt(4_000);
                    long ts = i * STEP_MICROS - back * 1_000;
                    events.add(new Event(random.nextInt(4), random.nextInt(1_000), ts));
                }
                all.add(events);
            }
            tables.put(name, new EventTable(name, all));
        }
        return tables;
    }
}
