package io.millrace.checkpoint;

import io.millrace.state.StateBackend;
import io.millrace.state.StateDatabase;
import io.millrace.storage.FileStore;
import io.millrace.storage.LocalFileStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The files of state databases among those in "state". What a database never writes again is there once, for all snapshots
 * that name it: a link to the file that the running query has, where that is possible, else a copy.
 */
final class DatabaseFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private final GuardedStore store;
    private long bytesWritten;

    DatabaseFiles(GuardedStore store) {
        this.store = store;
    }

    /** Keeps a database as it is now: durable, under names that nothing refers to yet. */
    KeptDatabase keep(long batch, LiveDatabase live) {
        Optional<Path> beside = store.localPath(Names.KEPT);
        Path folder = beside.orElse(live.folder().resolveSibling("kept"));
        clear(folder);
        StateDatabase.Kept kept = live.database().keep(folder);
        List<KeptDatabase.Part> parts = new ArrayList<>();
        for (String as : kept.lasting()) {
            KeptDatabase.Part part = live.kept(as);
            parts.add(part != null ? part : take(batch, as, true, folder, beside.isPresent()));
        }
        for (String as : kept.others()) {
            parts.add(take(batch, as, false, folder, beside.isPresent()));
        }
        store.forceDirectory(Names.STATE);
        clear(folder);
        return new KeptDatabase(live.backend(), parts);
    }

    private KeptDatabase.Part take(long batch, String as, boolean lasting, Path folder, boolean linked) {
        String name = Names.database(batch, as);
        store.delete(name);
        StateFile file = linked ? link(Names.KEPT + "/" + as, name) : copy(folder.resolve(as), name);
        bytesWritten += file.bytes();
        return new KeptDatabase.Part(as, lasting, file);
    }

    private StateFile link(String from, String name) {
        long bytes = store.size(from);
        FileStore.Output output = store.append(from, bytes);
        try (Closeable file = () -> store.close(output)) {
            store.force(output, from);
        } catch (IOException e) {
            throw store.failure("write", from, e);
        }
        long checksum = checksum(from);
        store.rename(from, name);
        return new StateFile(name, bytes, checksum);
    }

    private StateFile copy(Path from, String name) {
        String fresh = name + Names.NEW;
        store.delete(fresh);
        FileStore.Output output = store.create(fresh);
        CRC32C crc = new CRC32C();
        try (Closeable file = () -> store.close(output);
                InputStream in = Files.newInputStream(from)) {
            for (byte[] part = in.readNBytes(BUFFER_BYTES); part.length > 0; part = in.readNBytes(BUFFER_BYTES)) {
                crc.update(part);
                store.write(output, fresh, part);
            }
            store.force(output, fresh);
        } catch (IOException e) {
            throw store.failure("write", fresh, e);
        }
        store.rename(fresh, name);
        return new StateFile(name, output.position(), crc.getValue());
    }

    private long checksum(String name) {
        return store.run("read", name, () -> {
            CRC32C crc = new CRC32C();
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = store.open(name)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    crc.update(buffer, 0, read);
                }
            }
            return crc.getValue();
        });
    }

    /** Fails unless the file is as the log says. */
    void verify(StateFile file) {
        requireSize(file);
        if (checksum(file.name()) != file.checksum()) {
            throw store.corrupt(file.name(), "its bytes are not those that the log names");
        }
    }

    private void requireSize(StateFile file) {
        long size = store.size(file.name());
        if (size != file.bytes()) {
            throw store.corrupt(file.name(), "it has " + size + " bytes, expected " + file.bytes());
        }
    }

    /** Opens a kept database in an empty folder, all of whose files are verified before. */
    LiveDatabase open(KeptDatabase kept, Path folder) {
        StateBackend backend = StateBackend.named(
                kept.backend(), store.where("") + " has its state in a database of \"" + kept.backend() + "\"");
        FileStore target = LocalFileStore.ownerOnly(folder);
        for (KeptDatabase.Part part : kept.files()) {
            if (!part.lasting() || !isLinked(part, folder.resolve(part.as()))) {
                copy(part, target);
            }
        }
        LiveDatabase live = LiveDatabase.open(backend, folder);
        live.isKept(kept);
        return live;
    }

    private boolean isLinked(KeptDatabase.Part part, Path to) {
        Optional<Path> from = store.localPath(part.file().name());
        if (from.isEmpty()) {
            return false;
        }
        verify(part.file());
        try {
            Files.createLink(to, from.get());
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // on another file system, say: a copy serves as well
            return false;
        }
    }

    private void copy(KeptDatabase.Part part, FileStore target) {
        StateFile file = part.file();
        requireSize(file);
        store.run("copy", file.name(), () -> {
            CRC32C crc = new CRC32C();
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = store.open(file.name());
                    FileStore.Output out = target.create(part.as())) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    crc.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                }
            }
            if (crc.getValue() != file.checksum()) {
                throw store.corrupt(file.name(), "its bytes are not those that the log names");
            }
            return null;
        });
    }

    /** Length of the files that were put in place. */
    long bytesWritten() {
        return bytesWritten;
    }

    private void clear(Path folder) {
        FileStore files = LocalFileStore.ownerOnly(folder);
        store.run("delete", Names.KEPT, () -> {
            for (String name : files.list("")) {
                files.delete(name);
            }
            Files.deleteIfExists(folder);
            return null;
        });
    }
}
