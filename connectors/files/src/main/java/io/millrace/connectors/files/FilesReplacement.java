package io.millrace.connectors.files;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** Clears the directory of a table: the files that it is read from, and what its sink keeps there. */
final class FilesReplacement {
    private final Path path;
    private final Partitioning partitioning;

    FilesReplacement(Path path, Partitioning partitioning) {
        this.path = path;
        this.partitioning = partitioning;
    }

    boolean hasRows() {
        return Files.isRegularFile(path) || !files().isEmpty();
    }

    private Map<String, FileVersion> files() {
        Map<String, FileVersion> files = new TreeMap<>();
        if (Files.isDirectory(path)) {
            try {
                FolderListing listing = FolderListing.of(path, partitioning);
                listing.refresh();
                listing.collect(files);
            } catch (IOException e) {
                throw FileFailures.cannotRead(path, e);
            }
        }
        return files;
    }

    /** Rows go before what tells of them, so that what a crash leaves can be deleted again. */
    void delete(Owners owners) {
        if (!Files.isDirectory(path)) {
            return;
        }
        try {
            owners.requireNone();
            for (String file : files().keySet()) {
                Files.deleteIfExists(path.resolve(file));
            }
            deleteFolder(path.resolve(FilesSink.STAGING));
            deleteFolder(path.resolve(ManifestFolder.FOLDER));
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR, "cannot replace the files of \"" + path + "\": " + FileFailures.reason(e), e);
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
