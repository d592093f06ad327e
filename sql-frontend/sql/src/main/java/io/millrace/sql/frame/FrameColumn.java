package io.millrace.sql.frame;

import io.millrace.columnar.Field;
import java.util.Set;
import java.util.TreeSet;

/**
 * A column of a query.
 *
 * @param name as the user knows it
 * @param sqlName its name inside the query, different from all others
 * @param field type and nullability, under {@code name}
 * @param qualifiers aliases and frames under which it can be named
 * @param eventTime whether the table, or the function, that it comes from has a watermark for it
 */
public record FrameColumn(String name, String sqlName, Field field, Set<String> qualifiers, boolean eventTime) {
    public FrameColumn {
        qualifiers = Set.copyOf(qualifiers);
    }

    public static FrameColumn of(Field field) {
        return new FrameColumn(field.name(), field.name(), field, Set.of(), false);
    }

    public FrameColumn qualified(String qualifier) {
        Set<String> all = new TreeSet<>(qualifiers);
        all.add(qualifier);
        return new FrameColumn(name, sqlName, field, all, eventTime);
    }

    public FrameColumn withQualifiers(Set<String> others) {
        return new FrameColumn(name, sqlName, field, others, eventTime);
    }

    FrameColumn withEventTime(boolean isEventTime) {
        return new FrameColumn(name, sqlName, field, qualifiers, isEventTime);
    }

    FrameColumn withSqlName(String newName) {
        return new FrameColumn(name, newName, field, qualifiers, eventTime);
    }

    FrameColumn named(String newName) {
        return new FrameColumn(
                newName, newName, new Field(newName, field.type(), field.nullable()), qualifiers, eventTime);
    }

    boolean hasQualifier(String qualifier) {
        return qualifiers.stream().anyMatch(qualifier::equalsIgnoreCase);
    }
}
