package io.millrace.benchmarks.rig;

/** The end of a simulated process: nothing that it does afterwards has an effect. */
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
        super("the process has died", null, false, false);
    }
}
