package io.millrace.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a file, held by one owner of all processes of the machine and of all parts of this one; the system releases
 * it when the process ends, however it ends.
 *
 * <p>The system drops a process's lock as soon as that process closes <em>any</em> channel on the file. So the files
 * locked by this process are registered, by what the system says is the same file, and never opened a second time; the
 * holder's text stands in a file beside it. The lock file itself is never deleted: two owners could then hold two files
 * of one name.
 */
final class LocalLock implements FileStore.Lock {
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Object key;
    private final FileChannel channel;
    private boolean released;

    private LocalLock(Path path, Object key, FileChannel channel) {
        this.path = path;
        this.key = key;
        this.channel = channel;
    }

    static Optional<FileStore.Lock> tryLock(Path path, String holder, FileAttribute<?>[] attributes)
            throws IOException {
        try {
            Files.createFile(path, attributes);
        } catch (FileAlreadyExistsException e) {
            // made by an earlier owner, and not opened by this attempt
        }
        Object key = key(path);
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        LocalLock lock = null;
        try {
            lock = acquire(path, key);
            if (lock != null) {
                writeHolder(path, holder, attributes);
            }
            return Optional.ofNullable(lock);
        } catch (IOException e) {
            if (lock != null) {
                lock.close();
            }
            throw e;
        } finally {
            if (lock == null) {
                HELD.remove(key);
            }
        }
    }

    private static LocalLock acquire(Path path, Object key) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new LocalLock(path, key, channel);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    private static void writeHolder(Path path, String holder, FileAttribute<?>[] attributes) throws IOException {
        Path fresh = beside(path, ".holder.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, attributes);
        try (OutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(holder.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(fresh, beside(path, ".holder"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Optional<String> holder(Path path) throws IOException {
        try {
            return Optional.of(Files.readString(beside(path, ".holder")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Fails when this process holds a lock on the file: opening and closing it would drop the lock. */
    static void refuseHeld(Path path) throws IOException {
        if (!HELD.isEmpty() && Files.exists(path) && HELD.contains(key(path))) {
            throw new IOException("\"" + path + "\" is a lock that this process holds");
        }
    }

    private static Object key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key != null ? key : path.toRealPath();
    }

    private static Path beside(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    @Override
    public synchronized void close() throws IOException {
        if (released) {
            return;
        }
        released = true;
        try (channel) {
            Files.deleteIfExists(beside(path, ".holder"));
        } finally {
            HELD.remove(key);
        }
    }
}
