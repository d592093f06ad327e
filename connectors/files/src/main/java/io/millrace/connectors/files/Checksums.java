package io.millrace.connectors.files;

import io.millrace.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Sums up whole files. */
final class Checksums {
    private Checksums() {}

    /** CRC-32C of a file as 8 hexadecimal digits. */
    static String of(FileStore store, String name) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[1 << 16];
        try (InputStream in = store.open(name)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                crc.update(block, 0, read);
            }
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
