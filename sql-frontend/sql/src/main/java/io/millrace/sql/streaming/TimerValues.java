package io.millrace.sql.streaming;

/** What time it is for a {@link StatefulProcessor}, in milliseconds UTC. */
public interface TimerValues {
    /** The clock of the micro-batch. */
    long getCurrentProcessingTimeInMs();

    /** The watermark; 0 as long as there is none, and in a batch. */
    long getCurrentWatermarkInMs();
}
