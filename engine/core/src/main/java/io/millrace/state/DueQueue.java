package io.millrace.state;

import java.util.Arrays;

/**
 * Numbers that are due some time, the earliest first: a binary heap. A number has one time, the earliest it was given.
 *
 * <p>Threads: one at a time.
 */
public final class DueQueue {
    private static final long NOT_HERE = Long.MAX_VALUE;

    private long[] times = new long[16];
    private int[] numbers = new int[16];
    private int size;
    /** Numbers that are here: what else is in the heap is stale. */
    private int live;

    private long[] timeOf = new long[0];

    /** Puts a number in, or earlier than it was. */
    public void schedule(int number, long time) {
        long due = Math.min(time, NOT_HERE - 1);
        if (number >= timeOf.length) {
            int from = timeOf.length;
            timeOf = Arrays.copyOf(timeOf, Math.max(number + 1, 2 * from));
            Arrays.fill(timeOf, from, timeOf.length, NOT_HERE);
        }
        if (due < timeOf[number]) {
            live += timeOf[number] == NOT_HERE ? 1 : 0;
            timeOf[number] = due;
            push(number, due);
        }
    }

    /** Forgets a number. */
    public void remove(int number) {
        if (number < timeOf.length && timeOf[number] != NOT_HERE) {
            timeOf[number] = NOT_HERE;
            live--;
        }
    }

    /** Takes out a number that is due at {@code time} or before; -1 when none is. */
    public int poll(long time) {
        dropStale();
        if (size == 0 || times[0] > time) {
            return -1;
        }
        int number = numbers[0];
        timeOf[number] = NOT_HERE;
        live--;
        pop();
        return number;
    }

    /** When the first is due; Long.MAX_VALUE when none is, or none before the end of all times. */
    public long next() {
        dropStale();
        return size == 0 || times[0] == NOT_HERE - 1 ? Long.MAX_VALUE : times[0];
    }

    /** What was removed, or has been given an earlier time, is passed over when it comes up. */
    private void dropStale() {
        while (size > 0 && timeOf[numbers[0]] != times[0]) {
            pop();
        }
    }

    private void push(int number, long time) {
        if (size == times.length && size / 2 > live) {
            leaveOutStale();
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        int at = size++;
        while (at > 0 && times[(at - 1) / 2] > time) {
            times[at] = times[(at - 1) / 2];
            numbers[at] = numbers[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        times[at] = time;
        numbers[at] = number;
    }

    /** Numbers that come and go before they are due do not make it grow. */
    private void leaveOutStale() {
        long[] oldTimes = times.clone();
        int[] oldNumbers = numbers.clone();
        boolean[] seen = new boolean[timeOf.length];
        int count = size;
        size = 0;
        for (int i = 0; i < count; i++) {
            int number = oldNumbers[i];
            if (timeOf[number] == oldTimes[i] && !seen[number]) {
                seen[number] = true;
                push(number, oldTimes[i]);
            }
        }
    }

    private void pop() {
        long time = times[--size];
        int number = numbers[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[at] = times[child];
            numbers[at] = numbers[child];
            at = child;
        }
        times[at] = time;
        numbers[at] = number;
    }

    public long heapBytes() {
        return 12L * times.length + 8L * timeOf.length;
    }
}
