package io.millrace.storage;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of the local file system as a {@link FileStore}. The folder is made when the first file is.
 *
 * <p>Threads: any number may use it at once, on different files.
 *
 * <p>Looks odd, is meant: a file takes its final name by a hard link, since an atomic move replaces what has that name
 * without a word; nothing is ever mapped into memory, since a full disk then ends the process.
 */
public final class LocalFileStore implements FileStore {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private final Path root;
    private final FileAttribute<?>[] fileAttributes;
    private final FileAttribute<?>[] folderAttributes;
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

    private LocalFileStore(Path root, FileAttribute<?>[] fileAttributes, FileAttribute<?>[] folderAttributes) {
        this.root = root.toAbsolutePath().normalize();
        this.fileAttributes = fileAttributes;
        this.folderAttributes = folderAttributes;
    }

    /** A store whose files and folders only their owner may read (0600, 0700): for checkpoints. */
    public static LocalFileStore ownerOnly(Path root) {
        return new LocalFileStore(root, permissions("rw-------"), permissions("rwx------"));
    }

    /** A store whose files get the permissions that the process gives by default: for results. */
    public static LocalFileStore shared(Path root) {
        return new LocalFileStore(root, NO_ATTRIBUTES, NO_ATTRIBUTES);
    }

    private static FileAttribute<?>[] permissions(String text) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : NO_ATTRIBUTES;
    }

    @Override
    public Output create(String name) throws IOException {
        Path path = resolve(name);
        makeFolder(path.getParent());
        try {
            Files.createFile(path, fileAttributes);
        } catch (IOException e) {
            throw LocalOutput.explain(path, 0, e);
        }
        return new LocalOutput(path);
    }

    @Override
    public Output append(String name, long length) throws IOException {
        Path path = requireFile(name);
        LocalOutput output = new LocalOutput(path);
        try {
            output.cut(length);
            return output;
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    @Override
    public Output rewrite(String name, long from) throws IOException {
        LocalOutput output = new LocalOutput(requireFile(name));
        try {
            output.seek(from);
            return output;
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    @Override
    public InputStream open(String name) throws IOException {
        return new FileInputStream(requireFile(name).toFile());
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(resolve(name));
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        boolean done = linkIfAbsent(from, to);
        if (done) {
            Files.delete(resolve(from));
        }
        return done;
    }

    @Override
    public boolean linkIfAbsent(String from, String to) throws IOException {
        Path source = resolve(from);
        Path target = resolve(to);
        makeFolder(target.getParent());
        try {
            Files.createLink(target, source);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw new IOException("the file system of " + root + " has no hard links, which are needed here", e);
        } catch (IOException e) {
            throw LocalOutput.explain(target, 0, e);
        }
    }

    @Override
    public boolean exists(String name) throws IOException {
        return Files.exists(resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(resolve(folder))) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void forceDirectory(String folder) throws IOException {
        force(resolve(folder));
    }

    @Override
    public Optional<Lock> tryLock(String name, String holder) throws IOException {
        Path path = resolve(name);
        makeFolder(path.getParent());
        return LocalLock.tryLock(path, holder, fileAttributes);
    }

    @Override
    public Optional<String> lockHolder(String name) throws IOException {
        return LocalLock.holder(resolve(name));
    }

    @Override
    public Optional<Path> localPath(String name) {
        return Optional.of(root.resolve(name));
    }

    @Override
    public String describe() {
        return root.toString();
    }

    private Path resolve(String name) throws IOException {
        for (String part : name.split("/", -1)) {
            boolean root = name.isEmpty();
            if (!root && (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0)) {
                throw new IOException("\"" + name + "\" is not the name of a file in " + this.root);
            }
        }
        Path path = root.resolve(name);
        if (!path.startsWith(root)) {
            throw new IOException("\"" + name + "\" leads out of " + root);
        }
        return path;
    }

    private Path requireFile(String name) throws IOException {
        Path path = resolve(name);
        LocalLock.refuseHeld(path);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return path;
    }

    /**
     * Makes a folder and those above it; each is durable before anything is put into it. That of a folder which is
     * there already is made sure once, since the process that made it may have died before it did.
     */
    private void makeFolder(Path folder) throws IOException {
        if (durableFolders.contains(folder)) {
            return;
        }
        boolean existed = Files.isDirectory(folder);
        if (!existed) {
            if (Files.exists(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
            makeFolder(folder.getParent());
            try {
                Files.createDirectory(folder, folderAttributes);
            } catch (FileAlreadyExistsException e) {
                makeFolder(folder);
            } catch (IOException e) {
                throw LocalOutput.explain(folder, 0, e);
            }
        }
        Path parent = folder.getParent();
        if (parent != null && (!existed || folder.startsWith(root)) && Files.isReadable(parent)) {
            force(parent);
        }
        durableFolders.add(folder);
    }

    private static void force(Path folder) throws IOException {
        if (!POSIX) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted() || interrupted;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
