package io.millrace.connectors.files;

import io.millrace.storage.FileStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The folder {@code _millrace} of a directory that a query writes:
 *
 * <pre>
 *   query          whose directory this is; query-1, query-2 ... those that came after it had ended
 *   ended-0        that query number 0 has ended
 *   epoch-7        the run of the query that may commit: the one with the highest number
 *   42             manifest of micro-batch 42
 *   0-41           manifests of micro-batches 0 to 41, those without files left out
 * </pre>
 *
 * <p>Looks odd, is meant: when 100 files cover about as many batches each they become one, so that neither their
 * number nor the work of merging grows faster than the logarithm of the batches.
 */
final class ManifestFolder {
    static final String FOLDER = "_millrace";

    private static final String EPOCH = "epoch-";
    private static final String CLAIM = "claim-";
    private static final int LOOKS_MAX = 3;

    private final FileStore store;
    private final String staging;
    private final int mergeAt;

    /**
     * @param staging folder in which files are made before they get their name
     * @param mergeAt how many files of a level become one
     */
    ManifestFolder(FileStore store, String staging, int mergeAt) {
        this.store = store;
        this.staging = staging;
        this.mergeAt = mergeAt;
    }

    /** Batches {@code first} to {@code last}, in the file of that name. */
    private record Span(String name, long first, long last) {
        long length() {
            return last - first + 1;
        }

        boolean covers(Span other) {
            return !equals(other) && first <= other.first && other.last <= last;
        }

        /** Spans of one level are merged with each other. */
        int level(int mergeAt) {
            int level = 0;
            for (long length = length(); length >= mergeAt; length /= mergeAt) {
                level++;
            }
            return level;
        }
    }

    /** Adds a file that is none of a manifest, maybe beside others who do; one of that name stays as it is. */
    void put(String name, byte[] bytes) throws IOException {
        put(FOLDER + "/" + name, bytes, staging + "/" + CLAIM + UUID.randomUUID());
    }

    /** Adds an empty file; one of that name stays as it is. */
    void mark(String name) throws IOException {
        put(FOLDER + "/" + name, new byte[0], staging + "/" + name);
    }

    /** What lies in the staging folder, but for what a query puts there that is about to become the owner. */
    List<String> staged() throws IOException {
        return store.list(staging).stream()
                .filter(name -> !name.startsWith(CLAIM))
                .toList();
    }

    /** The highest epoch that has begun here, or -1. */
    long epoch() throws IOException {
        long highest = -1;
        for (String name : store.list(FOLDER)) {
            if (name.startsWith(EPOCH)) {
                highest = Math.max(highest, Long.parseLong(name.substring(EPOCH.length())));
            }
        }
        return highest;
    }

    /** Lets this epoch, the highest, begin. */
    void begin(long epoch) throws IOException {
        mark(EPOCH + epoch);
        for (String name : store.list(FOLDER)) {
            if (name.startsWith(EPOCH) && Long.parseLong(name.substring(EPOCH.length())) < epoch) {
                store.delete(FOLDER + "/" + name);
            }
        }
    }

    /** The last manifest, or null. */
    Manifest last() throws IOException {
        Span last = null;
        for (Span span : spans()) {
            if (last == null || span.last() > last.last() || (span.last() == last.last() && span.length() == 1)) {
                last = span;
            }
        }
        if (last == null) {
            return null;
        }
        List<Manifest> manifests = read(last);
        return manifests.get(manifests.size() - 1);
    }

    /** The manifest of a batch that is not merged yet, or null. */
    Manifest find(long batch) throws IOException {
        String name = Long.toString(batch);
        return store.exists(FOLDER + "/" + name)
                ? read(new Span(name, batch, batch)).get(0)
                : null;
    }

    /** Adds a manifest; false when there is one of that batch. */
    boolean put(Manifest manifest) throws IOException {
        return put(
                FOLDER + "/" + manifest.batch(),
                manifest.bytes(),
                staging + "/" + manifest.epoch() + "-manifest-" + manifest.batch());
    }

    private boolean put(String name, byte[] bytes, String temporary) throws IOException {
        store.delete(temporary);
        try (FileStore.Output out = store.create(temporary)) {
            out.write(bytes, 0, bytes.length);
            out.force();
        }
        boolean done = store.linkIfAbsent(temporary, name);
        store.forceDirectory(FOLDER);
        store.delete(temporary);
        return done;
    }

    /** Merges files when there are many. The last manifest stays by itself. */
    void merge(long epoch) throws IOException {
        Map<Integer, List<Span>> levels = spans().stream()
                .sorted(Comparator.comparingLong(Span::first))
                .collect(Collectors.groupingBy(
                        span -> span.level(mergeAt), TreeMap::new, Collectors.toCollection(ArrayList::new)));
        for (List<Span> level : levels.values()) {
            if (level.get(0).level(mergeAt) == 0) {
                level.remove(level.size() - 1);
            }
            if (level.size() >= mergeAt) {
                merge(level, epoch);
            }
        }
    }

    private void merge(List<Span> parts, long epoch) throws IOException {
        ByteArrayOutputStream merged = new ByteArrayOutputStream();
        for (Span part : parts) {
            for (Manifest manifest : read(part)) {
                if (!manifest.files().isEmpty()) {
                    merged.writeBytes(manifest.bytes());
                }
            }
        }
        String name = parts.get(0).first() + "-" + parts.get(parts.size() - 1).last();
        put(FOLDER + "/" + name, merged.toByteArray(), staging + "/" + epoch + "-merge-" + name);
        for (Span part : parts) {
            store.delete(FOLDER + "/" + part.name());
        }
    }

    /** Manifests of all batches that added files, in order. */
    List<Manifest> all() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (Span span : spans()) {
            manifests.addAll(read(span));
        }
        manifests.sort(Comparator.comparingLong(Manifest::batch));
        return manifests;
    }

    /**
     * The files of manifests that count; a merge that was cut short leaves some that are covered by others. Every batch has
     * one: a gap is looked at again, since the writer may just have merged what was about to be listed.
     */
    private List<Span> spans() throws IOException {
        for (int look = 1; ; look++) {
            List<Span> spans = listed();
            long next = 0;
            for (Span span : spans) {
                if (span.first() == next) {
                    next = span.last() + 1;
                }
            }
            if (spans.isEmpty() || next > spans.get(spans.size() - 1).last()) {
                return spans;
            }
            if (look == LOOKS_MAX) {
                throw Manifest.missing("\"" + store.describe() + "/" + FOLDER + "/" + next + "\"");
            }
        }
    }

    private List<Span> listed() throws IOException {
        List<Span> spans = new ArrayList<>();
        for (String name : store.list(FOLDER)) {
            int dash = name.indexOf('-');
            if (name.matches("\\d{1,18}")) {
                spans.add(new Span(name, Long.parseLong(name), Long.parseLong(name)));
            } else if (name.matches("\\d{1,18}-\\d{1,18}")) {
                spans.add(new Span(
                        name, Long.parseLong(name.substring(0, dash)), Long.parseLong(name.substring(dash + 1))));
            }
        }
        List<Span> counting = new ArrayList<>(spans);
        counting.removeIf(span -> spans.stream().anyMatch(other -> other.covers(span)));
        counting.sort(Comparator.comparingLong(Span::first));
        return counting;
    }

    private List<Manifest> read(Span span) throws IOException {
        String name = FOLDER + "/" + span.name();
        String where = "\"" + store.describe() + "/" + name + "\"";
        List<Manifest> manifests = Manifest.parse(store.read(name), where);
        if (span.length() == 1 && (manifests.size() != 1 || manifests.get(0).batch() != span.first())) {
            throw Manifest.damaged(where, null);
        }
        return manifests;
    }
}
