package io.millrace.benchmarks.rig;

/** What looks for mistakes. */
enum Machine {
    UNDISTURBED("undisturbed run") {
        @Override
        void look(PlantedBug bug, long seed) {
            for (RigQuery query : RigQuery.SIMULATED) {
                UndisturbedTest.rig(query, bug, seed).requireFinishes(new Disk(), "undisturbed");
            }
        }
    },
    SIMULATOR("simulator") {
        @Override
        void look(PlantedBug bug, long seed) {
            for (int i = 0; i < SIMULATIONS; i++) {
                Simulation.run(seed + i, bug);
            }
        }
    },
    CRASH_STATES("crash states") {
        @Override
        void look(PlantedBug bug, long seed) {
            CrashRun.run(RigQuery.WINDOW, bug, seed, 4);
            CrashRun.run(RigQuery.JOIN, bug, seed, 4);
        }
    },
    KILLED_CALLS("killed calls") {
        @Override
        void look(PlantedBug bug, long seed) {
            FaultRun.run(RigQuery.WINDOW, bug, seed, FaultRun.Strike.KILL, 1);
        }
    },
    FAILING_CALLS("failing calls") {
        @Override
        void look(PlantedBug bug, long seed) {
            FaultRun.run(RigQuery.WINDOW, bug, seed, FaultRun.Strike.DEVICE, 1);
        }
    },
    FULL_DISK("full disk") {
        @Override
        void look(PlantedBug bug, long seed) {
            FaultRun.run(RigQuery.WINDOW, bug, seed, FaultRun.Strike.FULL, 1);
        }
    },
    DAMAGE("damage") {
        @Override
        void look(PlantedBug bug, long seed) {
            DamageRun.run(RigQuery.WINDOW, bug, seed, 40);
        }
    };

    private static final int SIMULATIONS = 60;

    private final String text;

    Machine(String text) {
        this.text = text;
    }

    /** Fails with a Finding when it sees the bug. */
    abstract void look(PlantedBug bug, long seed);

    @Override
    public String toString() {
        return text;
    }
}
