package io.millrace.connector;

/** {@code WATERMARK FOR column AS column - delay}. */
public record TableWatermark(String column, long delayMicros) {}
