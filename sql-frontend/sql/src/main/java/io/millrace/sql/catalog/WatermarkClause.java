package io.millrace.sql.catalog;

/** {@code WATERMARK FOR column AS column - delay}; the column has the name it has in the table. */
public record WatermarkClause(String column, long delayMicros) {}
