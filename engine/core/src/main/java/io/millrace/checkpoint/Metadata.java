package io.millrace.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * What never changes of a checkpoint: the file "metadata". Its text is one line of JSON and then the plan as it is.
 *
 * @param queryId survives restarts
 * @param epoch of the owner that made it; 0: made before this was written down
 * @param plan what the query was first started with
 */
record Metadata(String queryId, String queryName, long epoch, StoredPlan plan) {

    private record Head(String queryId, String queryName, long epoch, String statement) {}

    void write(GuardedStore store) {
        Head head = new Head(queryId, queryName, epoch, plan.statement());
        SealedText.write(store, Names.METADATA, Json.write(head) + "\n" + plan.planJson());
    }

    static Metadata read(GuardedStore store) {
        String text = SealedText.read(store, Names.METADATA);
        int lineEnd = text.indexOf('\n');
        try {
            Head head = Json.read(lineEnd < 0 ? text : text.substring(0, lineEnd), Head.class);
            String plan = text.substring(lineEnd + 1);
            return new Metadata(head.queryId(), head.queryName(), head.epoch(), new StoredPlan(head.statement(), plan));
        } catch (JsonProcessingException e) {
            throw store.corrupt(Names.METADATA, "its first line cannot be read: " + e.getOriginalMessage());
        }
    }
}
