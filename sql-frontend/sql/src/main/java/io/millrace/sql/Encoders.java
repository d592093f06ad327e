package io.millrace.sql;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;

/**
 * The classes of objects under the names that Spark has for them, so that programs written for it compile: {@code
 * Encoders.STRING()} is {@code String.class}.
 */
public final class Encoders {
    private Encoders() {}

    public static Class<Boolean> BOOLEAN() {
        return Boolean.class;
    }

    public static Class<Byte> BYTE() {
        return Byte.class;
    }

    public static Class<Short> SHORT() {
        return Short.class;
    }

    public static Class<Integer> INT() {
        return Integer.class;
    }

    public static Class<Long> LONG() {
        return Long.class;
    }

    public static Class<Float> FLOAT() {
        return Float.class;
    }

    public static Class<Double> DOUBLE() {
        return Double.class;
    }

    public static Class<String> STRING() {
        return String.class;
    }

    public static Class<BigDecimal> DECIMAL() {
        return BigDecimal.class;
    }

    public static Class<byte[]> BINARY() {
        return byte[].class;
    }

    public static Class<LocalDate> LOCALDATE() {
        return LocalDate.class;
    }

    public static Class<LocalDateTime> LOCALDATETIME() {
        return LocalDateTime.class;
    }

    public static Class<Instant> INSTANT() {
        return Instant.class;
    }

    public static Class<Duration> DURATION() {
        return Duration.class;
    }

    public static Class<Period> PERIOD() {
        return Period.class;
    }

    /** Spark's for beans; a record stands in the bean's place. */
    public static <T extends Record> Class<T> bean(Class<T> record) {
        return record;
    }
}
