package io.millrace.connectors.files;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A file as it was at a moment. Ordered by modification time, then name.
 *
 * @param name below the folder of the table
 * @param checksum of its first and last bytes; null where only order matters
 */
record FileVersion(String name, long modifiedMicros, long size, String checksum) implements Comparable<FileVersion> {
    private static final Comparator<FileVersion> ORDER =
            Comparator.comparingLong(FileVersion::modifiedMicros).thenComparing(FileVersion::name);
    private static final int END_BYTES = 4096;

    @Override
    public int compareTo(FileVersion other) {
        return ORDER.compare(this, other);
    }

    boolean isGzip() {
        return name.endsWith(".gz");
    }

    static FileVersion of(String name, BasicFileAttributes attributes) {
        long micros = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
        return new FileVersion(name, micros, attributes.size(), null);
    }

    boolean sameTimeAndSize(FileVersion other) {
        return modifiedMicros == other.modifiedMicros && size == other.size;
    }

    /** The same file with the checksum of its ends. */
    FileVersion withChecksum(Path path) throws IOException {
        return new FileVersion(name, modifiedMicros, size, endsChecksum(path));
    }

    /** Fails with DATA_LOST when the file is gone or is not the one it was. */
    void requireUnchanged(Path folder) {
        Path path = folder.resolve(name);
        FileVersion now;
        try {
            now = of(name, Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            throw new MillraceException(
                    ErrorCode.DATA_LOST,
                    "file \"" + path + "\" was there when the query looked and is gone now; put it back, or take its"
                            + " rows as lost and start the query anew on another checkpoint",
                    e);
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
        if (!sameTimeAndSize(now)) {
            throw changed(path, "it had " + size + " bytes, now " + now.size());
        }
        String found;
        try {
            found = endsChecksum(path);
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
        if (!found.equals(checksum)) {
            throw changed(path, "size and time are the same but not the bytes");
        }
    }

    MillraceException changed(Path path, String how) {
        return new MillraceException(
                ErrorCode.DATA_LOST,
                "file \"" + path + "\" changed after the query had seen it (" + how
                        + "); write new rows into new files,"
                        + " under a name that begins with \".\" or \"_\" until they are complete");
    }

    private String endsChecksum(Path path) throws IOException {
        CRC32C crc = new CRC32C();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(END_BYTES, size)];
            file.readFully(bytes);
            crc.update(bytes);
            file.seek(Math.max(0, size - bytes.length));
            file.readFully(bytes);
            crc.update(bytes);
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
