package io.millrace.checkpoint;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The folder of a query's checkpoint below the root that the user names.
 *
 * <p>It has the query's name; what is not plain ASCII, or means something in a path, is written as {@code %XX}. So a
 * name never leads out of the root, and means the same folder under every locale. A folder that is there already is
 * found without regard to case, as names are.
 */
public final class QueryFolder {
    private static final String ESCAPED = "/\\:*?\"<>|%+";
    private static final int NAME_LENGTH_MAX = 200;

    private QueryFolder() {}

    /** Makes nothing: the folder need not be there. Errors: IO_ERROR when the root cannot be read. */
    public static Path of(Path root, String queryName) {
        String wanted = encode(queryName);
        try (Stream<Path> folders = Files.list(root)) {
            return root.resolve(folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.equals(wanted) || sameQuery(name, queryName))
                    .min((left, right) -> Boolean.compare(right.equals(wanted), left.equals(wanted)))
                    .orElse(wanted));
        } catch (NoSuchFileException e) {
            return root.resolve(wanted);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR,
                    "could not list the checkpoints in \"" + root + "\": " + GuardedStore.reason(e)
                            + "; set \"checkpoint.dir\" to a folder that can be read and written",
                    e);
        }
    }

    /** A name of a query as a name of a folder. */
    private static String encode(String queryName) {
        StringBuilder encoded = new StringBuilder();
        for (byte value : queryName.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (value & 0xFF);
            boolean plain = c >= ' ' && c < 0x7F && ESCAPED.indexOf(c) < 0 && !(c == '.' && encoded.isEmpty());
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(value));
            }
        }
        if (encoded.length() > NAME_LENGTH_MAX) {
            byte[] name = queryName.getBytes(StandardCharsets.UTF_8);
            encoded.setLength(NAME_LENGTH_MAX / 2);
            encoded.append(" %% ").append(Hash.of(name, 0, name.length).hex());
        }
        return encoded.isEmpty() ? "%" : encoded.toString();
    }

    private static boolean sameQuery(String folder, String queryName) {
        return folder.matches("([^%+]|%[0-9A-F]{2})+")
                && URLDecoder.decode(folder, StandardCharsets.UTF_8).equalsIgnoreCase(queryName);
    }
}
