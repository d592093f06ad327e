package io.millrace.connectors.files;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Words failures of the file system for the user. */
final class FileFailures {
    private FileFailures() {}

    static MillraceException cannotRead(Path path, IOException e) {
        if (e instanceof NoSuchFileException
                || (e instanceof FileNotFoundException && !path.toFile().exists())) {
            return new MillraceException(
                    ErrorCode.DATA_LOST, "file \"" + path + "\" was there when the query looked and is gone now", e);
        }
        if (e instanceof ZipException || e instanceof EOFException) {
            return new MillraceException(
                    ErrorCode.IO_ERROR,
                    "file \"" + path + "\" is not a whole gzip file (" + reason(e)
                            + "); write it anew under another name",
                    e);
        }
        return new MillraceException(ErrorCode.IO_ERROR, "cannot read \"" + path + "\": " + reason(e), e);
    }

    static MillraceException notFound(Path path, IOException e) {
        return new MillraceException(
                ErrorCode.FILE_NOT_FOUND,
                "there is no file or directory \"" + path.toAbsolutePath().normalize()
                        + "\"; make it, or correct option \"path\"",
                e);
    }

    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null ? "unexpected end of the file" : e.getMessage();
    }
}
