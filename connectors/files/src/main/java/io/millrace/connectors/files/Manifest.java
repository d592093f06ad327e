package io.millrace.connectors.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What one micro-batch added to a directory. As text it is a line of JSON and a line with its checksum.
 *
 * @param version of this form
 */
record Manifest(
        int version, long batch, String queryId, String queryName, long epoch, String stateId, List<StagedFile> files) {
    static final int VERSION = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    Manifest {
        files = List.copyOf(files);
    }

    byte[] bytes() {
        String line = json(this);
        return (line + "\n" + crc32c(line.getBytes(StandardCharsets.UTF_8)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the manifests that follow each other in a file. {@code where} names it in errors. */
    static List<Manifest> parse(byte[] bytes, String where) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        List<Manifest> manifests = new ArrayList<>();
        if (lines.length % 2 != 1 || !lines[lines.length - 1].isEmpty()) {
            throw damaged(where, null);
        }
        for (int i = 0; i + 1 < lines.length; i += 2) {
            if (!crc32c(lines[i].getBytes(StandardCharsets.UTF_8)).equals(lines[i + 1])) {
                throw damaged(where, null);
            }
            try {
                manifests.add(JSON.readValue(lines[i], Manifest.class));
            } catch (JsonProcessingException e) {
                throw damaged(where, e);
            }
        }
        return manifests;
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T read(String json, Class<T> type, String where) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw damaged(where, e);
        }
    }

    static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    static MillraceException damaged(String where, Exception e) {
        return unusable(where + " is damaged", e);
    }

    static MillraceException missing(String where) {
        return unusable(where + " is missing", null);
    }

    private static MillraceException unusable(String found, Exception e) {
        return new MillraceException(
                ErrorCode.SINK_FAILED,
                found + ": it says what a query has written there, so nothing more can be added exactly once;"
                        + " restore it, or give the query another directory",
                e);
    }
}
