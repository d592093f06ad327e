package io.millrace.connectors.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many files a position covers without naming them, and the sum of their hashes: enough to find the few that came
 * among them while nobody looked, such as files that were moved in with their old times.
 *
 * @param count -1 where a position of an earlier version does not say
 */
record ReadBefore(long count, long hash) {
    static final ReadBefore NONE = new ReadBefore(0, 0);
    static final ReadBefore UNKNOWN = new ReadBefore(-1, 0);

    ReadBefore plus(FileVersion file) {
        return count < 0 ? this : new ReadBefore(count + 1, hash + hash(file));
    }

    private static long hash(FileVersion file) {
        long hash = file.modifiedMicros() * 0x9E3779B97F4A7C15L + file.size();
        for (int i = 0; i < file.name().length(); i++) {
            hash = (hash ^ file.name().charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        return hash ^ (hash >>> 32);
    }

    /**
     * Those of the files there are now that came since: one or two are found. None where files have gone: which of the
     * others may be new cannot be told then.
     *
     * @return empty when there are new ones, but which cannot be told
     */
    Optional<List<FileVersion>> arrivedAmong(Collection<FileVersion> now) {
        long more = now.size() - count;
        if (count < 0 || more <= 0) {
            return Optional.of(List.of());
        }
        long excess = -hash;
        Map<Long, FileVersion> byHash = new HashMap<>();
        for (FileVersion file : now) {
            excess += hash(file);
            byHash.put(hash(file), file);
        }
        if (more == now.size()) {
            return Optional.of(new ArrayList<>(now));
        }
        if (more == 1) {
            return Optional.ofNullable(byHash.get(excess)).map(List::of);
        }
        for (FileVersion one : now) {
            FileVersion other = more == 2 ? byHash.get(excess - hash(one)) : null;
            if (other != null && !other.equals(one)) {
                return Optional.of(List.of(one, other));
            }
        }
        return Optional.empty();
    }
}
