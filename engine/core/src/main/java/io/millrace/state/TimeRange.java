package io.millrace.state;

import io.millrace.columnar.LongView;

/**
 * Which rows of a batch are of one segment: those whose time is in {@code [from, to)}.
 *
 * @param column of the batch that the times are in
 * @param times the values of that column
 */
public record TimeRange(int column, LongView times, long from, long to) {
    boolean contains(int row) {
        long time = times.at(row);
        return time >= from && time < to;
    }
}
