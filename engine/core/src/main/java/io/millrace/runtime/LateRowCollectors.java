package io.millrace.runtime;

import io.millrace.connector.builtin.LateRowQueue;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.operator.LateRows;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Gathers what the operators drop as late in one micro-batch, until it is committed. Thread-safe. */
final class LateRowCollectors {
    private final LateRowsTable table;
    private final ZoneId zone;
    private final List<LateRowQueue> queues = new ArrayList<>();

    /** @param table null when nobody wants late rows */
    LateRowCollectors(LateRowsTable table, ZoneId zone) {
        this.table = table;
        this.zone = zone;
    }

    /** Where one instance of an operator hands them out. */
    synchronized LateRows of(String operator) {
        if (table == null) {
            return LateRows.IGNORED;
        }
        LateRowQueue queue = table.newQueue();
        queues.add(queue);
        return new LateRowCollector(operator, zone, queue);
    }

    synchronized void publish() {
        if (table != null) {
            table.add(queues);
        }
    }
}
