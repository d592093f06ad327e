package io.millrace.benchmarks.rig;

import java.util.ArrayList;
import java.util.List;

/** One life of a query: what it has and what ends with it. */
final class Process {
    private final List<Runnable> wakes = new ArrayList<>();
    private Runnable stop = () -> {};
    private boolean dead;
    private boolean takenOver;
    private boolean fenced;

    void requireAlive() {
        if (dead) {
            throw new Crash();
        }
    }

    /** Ends it, at the call it is making. */
    void die() {
        dead = true;
        throw new Crash();
    }

    boolean isDead() {
        return dead;
    }

    /**
     * Another process has taken its checkpoint over.
     *
     * @param byStorage whether the storage takes nothing from it any more
     */
    void takeOver(boolean byStorage) {
        takenOver = true;
        fenced = byStorage;
    }

    boolean isTakenOver() {
        return takenOver;
    }

    boolean isFenced() {
        return fenced;
    }

    /** @param request asks its queries to stop */
    void stops(Runnable request) {
        stop = request;
    }

    /** Asks it to stop in good order. */
    void stop() {
        stop.run();
    }

    void wakes(Runnable wake) {
        wakes.add(wake);
    }

    /** Nobody sleeps here: whoever waits for rows looks again at once. */
    void wake() {
        wakes.forEach(Runnable::run);
    }
}
