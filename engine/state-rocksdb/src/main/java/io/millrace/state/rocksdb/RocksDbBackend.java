package io.millrace.state.rocksdb;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.StateBackend;
import io.millrace.state.StateDatabase;
import java.nio.file.Path;
import org.rocksdb.RocksDB;

/** Keeps the state of queries in RocksDB. */
public final class RocksDbBackend implements StateBackend {
    @Override
    public String name() {
        return "rocksdb";
    }

    /** Errors: those of the database, and IO_ERROR where RocksDB's native library cannot be unpacked or loaded. */
    @Override
    public StateDatabase open(Path folder) {
        try {
            RocksDB.loadLibrary();
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR,
                    "RocksDB's native library cannot be loaded (" + e.getMessage()
                            + "); it is unpacked into \"" + System.getProperty("java.io.tmpdir")
                            + "\", which must be writable and allow programs to run: another folder can be named by the"
                            + " environment variable ROCKSDB_SHAREDLIB_DIR or -Djava.io.tmpdir",
                    e);
        }
        return new RocksDbDatabase(folder);
    }
}
