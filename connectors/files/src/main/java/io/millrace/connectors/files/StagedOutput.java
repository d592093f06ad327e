package io.millrace.connectors.files;

import io.millrace.storage.FileStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A file being staged: counts and sums up what is written to it. */
final class StagedOutput extends OutputStream {
    private final String name;
    private final FileStore.Output out;
    private final CRC32C crc = new CRC32C();
    private long rows;

    StagedOutput(FileStore store, String name) throws IOException {
        this.name = name;
        this.out = store.create(name);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        crc.update(bytes, from, length);
    }

    void addRows(long more) {
        rows += more;
    }

    String name() {
        return name;
    }

    long bytes() {
        return out.position();
    }

    /** Makes the file durable and closes it; its final name is not known yet. */
    StagedFile finish() throws IOException {
        out.force();
        out.close();
        return new StagedFile(name, null, out.position(), rows, HexFormat.of().toHexDigits((int) crc.getValue()));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
