package io.millrace.connectors.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The files of a directory, or the one file, as last looked at. Names that begin with a dot or an underscore are left
 * alone: they are not complete yet or not data.
 */
final class FileListing {
    /** A directory's own time tells of new names, but two within its resolution look alike: so long it is not trusted. */
    private static final long DIRECTORY_TIME_TRUSTED_MICROS = 2_000_000;

    /** A file written to where it stands does not change its directory: so long that may go unnoticed. */
    private static final long LOOK_ANYWAY_MICROS = 1_000_000;

    private static final long LOOK_ANYWAY_MICROS_PER_FILE = 500;

    private final Path path;
    private final boolean single;
    private Map<String, FileVersion> files;
    private long directoryMicros;
    private long lookedMicros;

    /** Names that came after the first look: they are new, however old the files say they are. */
    private final Set<String> arrived = new HashSet<>();

    FileListing(Path path) {
        this.path = path;
        try {
            this.single = !Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
        } catch (IOException e) {
            throw FileFailures.notFound(path, e);
        }
    }

    /** Where the files are. */
    Path folder() {
        return single ? path.getParent() : path;
    }

    Map<String, FileVersion> files() {
        return files;
    }

    boolean arrived(String name) {
        return arrived.contains(name);
    }

    /** The file came after all, although it was there at the first look. */
    void arrive(String name) {
        arrived.add(name);
    }

    /** From now on the file counts as one that was always there. */
    void settle(String name) {
        arrived.remove(name);
    }

    /** Looks again, where something may be new. Returns whether it did. */
    boolean refresh() {
        try {
            return single ? refreshFile() : refreshDirectory();
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw FileFailures.notFound(path, e);
        } catch (DirectoryIteratorException e) {
            throw FileFailures.cannotRead(path, e.getCause());
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    private boolean refreshFile() throws IOException {
        FileVersion file = version(path, Files.readAttributes(path, BasicFileAttributes.class));
        Map<String, FileVersion> found = Map.of(file.name(), file);
        boolean changed = !found.equals(files);
        files = found;
        return changed;
    }

    private boolean refreshDirectory() throws IOException {
        long before = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        long micros = Files.getLastModifiedTime(path).to(TimeUnit.MICROSECONDS);
        if (files != null && micros == directoryMicros && !mayHide(before)) {
            return false;
        }
        Map<String, FileVersion> found = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, FileListing::isData)) {
            for (Path entry : entries) {
                add(found, entry);
            }
        }
        if (files != null) {
            found.keySet().stream().filter(name -> !files.containsKey(name)).forEach(arrived::add);
        }
        files = found;
        directoryMicros = micros;
        lookedMicros = before;
        return true;
    }

    /** Whether something may have changed that the directory's time does not tell. */
    private boolean mayHide(long nowMicros) {
        long distrust = LOOK_ANYWAY_MICROS + files.size() * LOOK_ANYWAY_MICROS_PER_FILE;
        return lookedMicros - directoryMicros <= DIRECTORY_TIME_TRUSTED_MICROS || nowMicros - lookedMicros > distrust;
    }

    /** A name that goes between the look at the directory and the look at the file is no file. */
    private void add(Map<String, FileVersion> found, Path entry) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                FileVersion file = version(entry, attributes);
                found.put(file.name(), file);
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (Files.exists(entry)) {
                throw e;
            }
            found.remove(entry.getFileName().toString());
        }
    }

    /** The bytes of a file are looked at only when it is new or has changed. */
    private FileVersion version(Path entry, BasicFileAttributes attributes) throws IOException {
        FileVersion file = FileVersion.of(entry, attributes);
        FileVersion before = files == null ? null : files.get(file.name());
        return before != null && before.sameTimeAndSize(file) ? before : file.withChecksum(entry);
    }

    private static boolean isData(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("_");
    }
}
