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
 * <pre>{"floor":["part-0007.csv",1700000000000000],
 *  "files":[["part-0008.csv",1700000000200000,5123,"89ab01cd"]],
 *  "part":["big.csv",1700000000300000,1073741824,"00c0ffee",52428800]}</pre>
 *
 * <p>Looks odd, is meant: naming every file ever read would let each log record grow for ever. So only the latest are
 * named, some 8 KiB of them and never fewer than those of the last range; all up to {@code floor} count as read.
 *
 * @param floor the last of the files that are not named, or null
 * @param files read as a whole, by name
 * @param part begun but not read to its end, or null
 * @param position in {@code part}, where a row begins; bytes after decompression
 */
record FilesOffset(FileVersion floor, Map<String, FileVersion> files, FileVersion part, long position) {
    static final FilesOffset INITIAL = new FilesOffset(null, Map.of(), null, 0);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMED_CHARS_MAX = 8 << 10;
    private static final int CHARS_PER_FILE = 45;

    FilesOffset {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    boolean names(String name) {
        return files.containsKey(name) || (part != null && part.name().equals(name));
    }

    boolean isUnderFloor(FileVersion file) {
        return floor != null && file.compareTo(floor) <= 0;
    }

    /** What this position knows of a file of that name, or null. */
    FileVersion known(String name) {
        return part != null && part.name().equals(name) ? part : files.get(name);
    }

    /**
     * The position behind these files.
     *
     * @param read as a whole since this position; the file begun here is among them unless it is {@code begun}
     */
    FilesOffset plus(Collection<FileVersion> read, FileVersion begun, long beginPosition) {
        Map<String, FileVersion> all = new TreeMap<>(files);
        Set<String> fresh = new HashSet<>();
        for (FileVersion file : read) {
            all.put(file.name(), file);
            fresh.add(file.name());
        }
        long chars = all.keySet().stream()
                .mapToLong(name -> name.length() + CHARS_PER_FILE)
                .sum();
        FileVersion newFloor = floor;
        List<FileVersion> oldestFirst = new ArrayList<>(all.values());
        Collections.sort(oldestFirst);
        for (FileVersion file : oldestFirst) {
            if (chars <= NAMED_CHARS_MAX) {
                break;
            }
            if (!fresh.contains(file.name())) {
                all.remove(file.name());
                chars -= file.name().length() + CHARS_PER_FILE;
                newFloor = newFloor == null || file.compareTo(newFloor) > 0 ? file : newFloor;
            }
        }
        return new FilesOffset(newFloor, all, begun, beginPosition);
    }

    Offset toOffset() {
        ObjectNode json = JSON.createObjectNode();
        if (floor != null) {
            json.putArray("floor").add(floor.name()).add(floor.modifiedMicros());
        }
        ArrayNode named = json.putArray("files");
        files.values().stream().sorted().forEach(file -> describe(named.addArray(), file));
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
            for (JsonNode file : json.get("files")) {
                files.put(file.path(0).asText(), file(file));
            }
            JsonNode floor = json.path("floor");
            JsonNode part = json.path("part");
            return new FilesOffset(
                    floor.isArray() ? file(floor) : null,
                    files,
                    part.isArray() ? file(part) : null,
                    part.path(4).asLong());
        } catch (JsonProcessingException e) {
            throw corrupt(offset, e);
        }
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
