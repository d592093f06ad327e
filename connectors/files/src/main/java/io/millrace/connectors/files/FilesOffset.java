package io.millrace.connectors.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connector.Offset;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A position in a directory: which files have been read, and how far the one that was begun.
 *
 * <pre>{"floor":["part-0007.csv",1700000000000000],"before":[8,-2401053088876216593],
 *  "files":[["part-0008.csv",1700000000200000,5123,"89ab01cd"]],
 *  "part":["big.csv",1700000000300000,1073741824,"00c0ffee",52428800]}</pre>
 *
 * <p>Looks odd, is meant: naming every file ever read would let each log record grow for ever. So only the latest are
 * named, some 8 KiB of them and never fewer than those of the last range; all up to {@code floor} count as read.
 *
 * @param floor the last of the files that are not named, or null
 * @param before the files that are read but not named
 * @param files read as a whole, by name
 * @param late names among {@code files} that were read although they lie under the floor, since they came after it
 * @param part begun but not read to its end, or null
 * @param position in {@code part}, where a row begins: bytes after decompression or, in a format with an index, rows
 */
record FilesOffset(
        FileVersion floor,
        ReadBefore before,
        Map<String, FileVersion> files,
        Set<String> late,
        FileVersion part,
        long position) {
    static final FilesOffset INITIAL = new FilesOffset(null, ReadBefore.NONE, Map.of(), Set.of(), null, 0);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMED_CHARS_MAX = 8 << 10;
    private static final int CHARS_PER_FILE = 45;

    FilesOffset {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        late = Set.copyOf(late);
    }

    boolean names(String name) {
        return files.containsKey(name) || isPart(name);
    }

    boolean isPart(String name) {
        return part != null && part.name().equals(name);
    }

    boolean isUnderFloor(FileVersion file) {
        return floor != null && file.compareTo(floor) <= 0;
    }

    /** What this position knows of a file of that name, or null. */
    FileVersion known(String name) {
        return isPart(name) ? part : files.get(name);
    }

    /** Where the range from here on begins in a file. */
    long start(FileVersion file) {
        return isPart(file.name()) ? position : 0;
    }

    /** The files of the range from here to {@code end}, in order: the rest of the one begun, then by time and name. */
    List<FileVersion> until(FilesOffset end) {
        List<FileVersion> range = new ArrayList<>();
        for (FileVersion file : end.files.values()) {
            if (!names(file.name()) && (!isUnderFloor(file) || end.late.contains(file.name()))) {
                range.add(file);
            }
        }
        Collections.sort(range);
        if (end.part != null && !names(end.part.name())) {
            range.add(end.part);
        }
        if (part != null && !(part.equals(end.part) && position == end.position)) {
            range.add(0, part);
        }
        return range;
    }

    /**
     * The position behind these files.
     *
     * @param read as a whole since this position
     * @param pinned names that stay named however many follow
     */
    FilesOffset plus(Collection<FileVersion> read, Set<String> pinned, FileVersion begun, long beginPosition) {
        Map<String, FileVersion> all = new TreeMap<>(files);
        Set<String> kept = new HashSet<>(pinned);
        Set<String> allLate = new HashSet<>(late);
        for (FileVersion file : read) {
            all.put(file.name(), file);
            kept.add(file.name());
            if (isUnderFloor(file)) {
                allLate.add(file.name());
            }
        }
        List<FileVersion> sunk = sink(all, kept);
        FileVersion newFloor = floor;
        ReadBefore newBefore = before;
        for (FileVersion file : sunk) {
            newFloor = newFloor == null || file.compareTo(newFloor) > 0 ? file : newFloor;
            newBefore = newBefore.plus(file);
        }
        allLate.retainAll(all.keySet());
        return new FilesOffset(newFloor, newBefore, all, allLate, begun, beginPosition);
    }

    /** Drops the oldest names until the others fit, and returns them. */
    private static List<FileVersion> sink(Map<String, FileVersion> all, Set<String> kept) {
        long chars = 0;
        for (String name : all.keySet()) {
            chars += name.length() + CHARS_PER_FILE;
        }
        List<FileVersion> sunk = new ArrayList<>();
        List<FileVersion> oldestFirst = new ArrayList<>(all.values());
        Collections.sort(oldestFirst);
        for (FileVersion file : oldestFirst) {
            if (chars <= NAMED_CHARS_MAX) {
                break;
            }
            if (!kept.contains(file.name())) {
                all.remove(file.name());
                chars -= file.name().length() + CHARS_PER_FILE;
                sunk.add(file);
            }
        }
        return sunk;
    }

    Offset toOffset() {
        ObjectNode json = JSON.createObjectNode();
        if (floor != null) {
            json.putArray("floor").add(floor.name()).add(floor.modifiedMicros());
            if (before.count() >= 0) {
                json.putArray("before").add(before.count()).add(before.hash());
            }
        }
        ArrayNode named = json.putArray("files");
        files.values().stream().sorted().forEach(file -> {
            ArrayNode entry = describe(named.addArray(), file);
            if (late.contains(file.name())) {
                entry.add("late");
            }
        });
        if (part != null) {
            describe(json.putArray("part"), part).add(position);
        }
        return new Offset(json.toString());
    }

    private static ArrayNode describe(ArrayNode json, FileVersion file) {
        return json.add(file.name()).add(file.modifiedMicros()).add(file.size()).add(file.checksum());
    }

    static FilesOffset of(Offset offset) {
        try {
            JsonNode json = JSON.readTree(offset.json());
            if (!json.path("files").isArray()) {
                throw corrupt(offset, null);
            }
            Map<String, FileVersion> files = new TreeMap<>();
            Set<String> late = new HashSet<>();
            for (JsonNode file : json.get("files")) {
                files.put(file.path(0).asText(), file(file));
                if (file.size() > 4) {
                    late.add(file.path(0).asText());
                }
            }
            JsonNode floor = json.path("floor");
            JsonNode part = json.path("part");
            return new FilesOffset(
                    floor.isArray() ? file(floor) : null,
                    before(floor, json.path("before")),
                    files,
                    late,
                    part.isArray() ? file(part) : null,
                    part.path(4).asLong());
        } catch (JsonProcessingException e) {
            throw corrupt(offset, e);
        }
    }

    private static ReadBefore before(JsonNode floor, JsonNode json) {
        if (!floor.isArray()) {
            return ReadBefore.NONE;
        }
        return json.isArray()
                ? new ReadBefore(json.path(0).asLong(), json.path(1).asLong())
                : ReadBefore.UNKNOWN;
    }

    private static FileVersion file(JsonNode json) {
        return new FileVersion(
                json.path(0).asText(),
                json.path(1).asLong(),
                json.path(2).asLong(),
                json.path(3).isTextual() ? json.path(3).asText() : null);
    }

    private static MillraceException corrupt(Offset offset, Exception e) {
        return new MillraceException(
                ErrorCode.CHECKPOINT_CORRUPT,
                "the position " + offset.json() + " is not one of a files table; expected for example {\"files\":[]}",
                e);
    }
}
