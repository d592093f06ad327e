package io.millrace.connectors.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a directory, or the one file, as last looked at, and which of them came after the first look.
 */
final class FileListing {
    private final Path path;
    private final boolean single;
    private final FolderListing root;
    private Map<String, FileVersion> files;

    /** Names that came after the first look: they are new, however old the files say they are. */
    private final Set<String> arrived = new HashSet<>();

    FileListing(Path path, Partitioning partitioning) {
        this.path = path;
        this.root = FolderListing.of(path, partitioning);
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
        FileVersion found =
                FileVersion.of(path.getFileName().toString(), Files.readAttributes(path, BasicFileAttributes.class));
        FileVersion before = files == null ? null : files.get(found.name());
        if (before != null && before.sameTimeAndSize(found)) {
            return false;
        }
        files = Map.of(found.name(), found.withChecksum(path));
        return true;
    }

    private boolean refreshDirectory() throws IOException {
        if (!root.refresh() && files != null) {
            return false;
        }
        Map<String, FileVersion> found = new TreeMap<>();
        root.collect(found);
        if (files != null) {
            found.keySet().stream().filter(name -> !files.containsKey(name)).forEach(arrived::add);
        }
        files = found;
        return true;
    }
}
