package io.millrace.connectors.files;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The files of one directory, and of those below it that stand for partitions, as last looked at. Names that begin with a dot
 * or an underscore are left alone: they are not complete yet or not data.
 */
final class FolderListing {
    /** A directory's own time tells of new names, but two within its resolution look alike: so long it is not trusted. */
    private static final long DIRECTORY_TIME_TRUSTED_MICROS = 2_000_000;

    /** A file written to where it stands does not change its directory: so long that may go unnoticed. */
    private static final long LOOK_ANYWAY_MICROS = 1_000_000;

    private static final long LOOK_ANYWAY_MICROS_PER_FILE = 500;

    private final Path path;
    private final Partitioning partitioning;
    private final int depth;
    /** Of this directory in the names of its files. */
    private final String prefix;

    private Map<String, FileVersion> files;
    private Map<String, FolderListing> folders = Map.of();
    private long directoryMicros;
    private long lookedMicros;

    private FolderListing(Path path, Partitioning partitioning, int depth, String prefix) {
        this.path = path;
        this.partitioning = partitioning;
        this.depth = depth;
        this.prefix = prefix;
    }

    static FolderListing of(Path path, Partitioning partitioning) {
        return new FolderListing(path, partitioning, 0, "");
    }

    /** Looks again, where something may be new. Returns whether it did. */
    boolean refresh() throws IOException {
        boolean looked = look();
        for (Iterator<FolderListing> below = folders.values().iterator(); below.hasNext(); ) {
            FolderListing folder = below.next();
            try {
                looked |= folder.refresh();
            } catch (NoSuchFileException e) {
                if (Files.exists(folder.path)) {
                    throw e;
                }
                below.remove();
                looked = true;
            }
        }
        return looked;
    }

    /** Adds all files, by their names. */
    void collect(Map<String, FileVersion> all) {
        all.putAll(files);
        folders.values().forEach(folder -> folder.collect(all));
    }

    private boolean look() throws IOException {
        long before = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        long micros = Files.getLastModifiedTime(path).to(TimeUnit.MICROSECONDS);
        if (files != null && micros == directoryMicros && !mayHide(before)) {
            return false;
        }
        Map<String, FileVersion> foundFiles = new TreeMap<>();
        Map<String, FolderListing> foundFolders = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, FolderListing::isData)) {
            for (Path entry : entries) {
                add(entry, foundFiles, foundFolders);
            }
        }
        files = foundFiles;
        folders = foundFolders;
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
    private void add(Path entry, Map<String, FileVersion> foundFiles, Map<String, FolderListing> foundFolders)
            throws IOException {
        String name = entry.getFileName().toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                requireDepth(name, depth == partitioning.columns().size());
                FileVersion file = version(entry, prefix + name, attributes);
                foundFiles.put(file.name(), file);
            } else if (attributes.isDirectory() && (!partitioning.isNone() || name.indexOf('=') > 0)) {
                requireDepth(name, partitioning.isFolder(name, depth));
                FolderListing known = folders.get(name);
                foundFolders.put(
                        name,
                        known != null ? known : new FolderListing(entry, partitioning, depth + 1, prefix + name + "/"));
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (Files.exists(entry)) {
                throw e;
            }
        }
    }

    private void requireDepth(String name, boolean right) {
        if (right) {
            return;
        }
        if (partitioning.isNone()) {
            throw new MillraceException(
                    ErrorCode.INVALID_OPTION,
                    "\"" + path + "\" has folder \"" + name
                            + "\", which looks like a partition; name its column in option"
                            + " \"partition-by\", or give the path of one folder that holds files");
        }
        throw new MillraceException(
                ErrorCode.INVALID_OPTION,
                "\"" + path.resolve(name) + "\" is not where option \"partition-by\" has it; expected "
                        + (depth < partitioning.columns().size()
                                ? "folders \""
                                        + partitioning
                                                .schema()
                                                .field(partitioning.columns().get(depth))
                                                .name() + "=...\" here"
                                : "files here")
                        + "; move it away, or mend the option");
    }

    /** The bytes of a file are looked at only when it is new or has changed. */
    private FileVersion version(Path entry, String name, BasicFileAttributes attributes) throws IOException {
        FileVersion file = FileVersion.of(name, attributes);
        FileVersion before = files == null ? null : files.get(name);
        return before != null && before.sameTimeAndSize(file) ? before : file.withChecksum(entry);
    }

    private static boolean isData(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("_");
    }
}
