package io.millrace.checkpoint;

/** What a {@link GuardedStore} keeps, in the words of its messages. */
enum Kept {
    CHECKPOINT(
            "checkpoint",
            "restore the checkpoint from a copy, or start the query on a new checkpoint",
            "start the query again: it goes on from the last batch that is durable",
            "stop that query, or give this one another \"query.name\" or \"checkpoint.dir\""),
    DATABASE(
            "database",
            "restore the database from a copy",
            "open the database again: it has the definitions that are durable",
            "close it there, or open another folder");

    private final String noun;
    private final String whenDamaged;
    private final String whenSyncFailed;
    private final String whenLocked;

    Kept(String noun, String whenDamaged, String whenSyncFailed, String whenLocked) {
        this.noun = noun;
        this.whenDamaged = whenDamaged;
        this.whenSyncFailed = whenSyncFailed;
        this.whenLocked = whenLocked;
    }

    String noun() {
        return noun;
    }

    /** What to do when a file is damaged; so the others. */
    String whenDamaged() {
        return whenDamaged;
    }

    String whenSyncFailed() {
        return whenSyncFailed;
    }

    String whenLocked() {
        return whenLocked;
    }
}
