package io.millrace.checkpoint;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the files in a checkpoint. */
final class Names {
    static final String LOCK = "LOCK";
    static final String METADATA = "metadata";
    static final String CREATING = "creating";
    static final String CLOSED = "closed";
    static final String LOG = "log";
    static final String STATE = "state";
    /** What the running query has on disk beside its checkpoint. */
    static final String WORK = "work";
    /** What of it is on its way into the checkpoint. */
    static final String KEPT = WORK + "/kept";

    static final String NEW = ".new";
    /** What may stand in a folder that holds no checkpoint yet. */
    private static final Set<String> BEFORE_METADATA =
            Set.of(LOCK, LOCK + ".holder", LOCK + ".holder" + NEW, CREATING, METADATA + NEW);

    private static final Pattern EPOCH = Pattern.compile("epoch-(\\d{1,18})");
    private static final Pattern NEW_EPOCH = Pattern.compile("epoch-(\\d{1,18})-[0-9a-f]{8}\\.new");
    private static final String DATABASE = ".database-";
    private static final Pattern NUMBERED =
            Pattern.compile("(\\d{20})((-[0-9a-f]{8})?\\.(log|delta|snapshot)(\\.new)?|\\.database-[\\w.-]+)");

    private Names() {}

    static String segment(long firstBatch) {
        return String.format(Locale.ROOT, "%s/%020d.log", LOG, firstBatch);
    }

    /** A batch that is recorded again has another entry before it, and so another file. */
    static String delta(long batch, Hash previous) {
        return String.format(
                Locale.ROOT, "%s/%020d-%s.delta", STATE, batch, previous.hex().substring(0, 8));
    }

    static String snapshot(long batch) {
        return String.format(Locale.ROOT, "%s/%020d.snapshot", STATE, batch);
    }

    /** A file of a database, by the batch after which it was first kept. */
    static String database(long batch, String as) {
        return String.format(Locale.ROOT, "%s/%020d%s%s", STATE, batch, DATABASE, as);
    }

    static boolean isDatabase(String plainName) {
        return plainName.contains(DATABASE);
    }

    /** The mark of an owner. */
    static String epoch(long epoch) {
        return "epoch-" + epoch;
    }

    /** The epoch of an owner's mark that is in place. */
    static OptionalLong epoch(String plainName) {
        return epoch(EPOCH, plainName);
    }

    static boolean beforeMetadata(String name) {
        return BEFORE_METADATA.contains(name)
                || epoch(name).isPresent()
                || newEpoch(name).isPresent();
    }

    /** The epoch of such a mark on its way to its place. */
    static OptionalLong newEpoch(String plainName) {
        return epoch(NEW_EPOCH, plainName);
    }

    private static OptionalLong epoch(Pattern pattern, String plainName) {
        Matcher matcher = pattern.matcher(plainName);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** The batch in the name of a file of ours, put in place or not. */
    static OptionalLong batch(String plainName) {
        Matcher matcher = NUMBERED.matcher(plainName);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
