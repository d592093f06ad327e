package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells when something changes in a folder or below. */
final class FolderEvents implements AutoCloseable {
    private final WatchService service;

    FolderEvents(Path folder) throws IOException {
        service = folder.getFileSystem().newWatchService();
        watch(folder);
    }

    private void watch(Path folder) throws IOException {
        try {
            folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            List<Path> children;
            try (Stream<Path> list = Files.list(folder)) {
                children = list.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
                        .toList();
            }
            for (Path child : children) {
                watch(child);
            }
        } catch (NoSuchFileException e) {
            // gone again already, so nothing will change in it
            return;
        }
    }

    /** Waits for the next changes and says how many there were; 0 when the time is over. */
    int next(long millisMax) throws IOException, InterruptedException {
        WatchKey key = service.poll(millisMax, TimeUnit.MILLISECONDS);
        while (key != null) {
            int count = changes(key);
            if (count > 0) {
                return count;
            }
            // a folder is gone, or its changes have been told already
            key = service.poll(millisMax, TimeUnit.MILLISECONDS);
        }
        return 0;
    }

    private int changes(WatchKey key) throws IOException {
        int count = 0;
        for (WatchEvent<?> event : key.pollEvents()) {
            count++;
            Path changed = event.context() instanceof Path name ? ((Path) key.watchable()).resolve(name) : null;
            if (changed != null
                    && event.kind() == StandardWatchEventKinds.ENTRY_CREATE
                    && Files.isDirectory(changed, LinkOption.NOFOLLOW_LINKS)) {
                watch(changed);
            }
        }
        key.reset();
        return count;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
