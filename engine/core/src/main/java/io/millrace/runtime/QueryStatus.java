package io.millrace.runtime;

/**
 * What a query is doing at a moment. Field names are those of Spark's StreamingQueryStatus.
 *
 * @param message in words
 * @param isDataAvailable whether the last micro-batch left rows that its sources have shown
 * @param isTriggerActive whether a micro-batch is under way
 */
public record QueryStatus(String message, boolean isDataAvailable, boolean isTriggerActive) {
    static QueryStatus of(StreamingQuery query) {
        StreamingQuery.State state = query.state();
        boolean left = query.isActive()
                && query.lastProgress().stream()
                        .flatMap(progress -> progress.sources().stream())
                        .anyMatch(source -> !source.endOffset().equals(source.latestOffset()));
        String message = switch (state) {
            case STARTING -> "Initializing sources";
            case RUNNING -> "Processing new data";
            case IDLE -> "Waiting for data to arrive, or for the next trigger";
            case PAUSED -> "Paused" + reason(query);
            case RESTARTING -> "Waiting to start again" + reason(query);
            case FINISHED -> "Finished: all that was to be read is read";
            case STOPPED -> "Stopped";
            case FAILED ->
                "Failed: " + query.exception().map(Throwable::getMessage).orElse("");
        };
        return new QueryStatus(message, left, state == StreamingQuery.State.RUNNING);
    }

    private static String reason(StreamingQuery query) {
        return query.hold().map(hold -> ": " + hold.reason()).orElse("");
    }
}
