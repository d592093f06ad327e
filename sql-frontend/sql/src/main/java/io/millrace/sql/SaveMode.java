package io.millrace.sql;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a batch that is written does about rows that are there. */
public enum SaveMode {
    /** Adds its rows behind them. */
    Append,
    /** Deletes them first. */
    Overwrite,
    /** Is refused. */
    ErrorIfExists,
    /** Leaves them and is not written. */
    Ignore;

    static SaveMode of(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replace("default", "errorifexists");
        return Arrays.stream(values())
                .filter(mode -> mode.name().equalsIgnoreCase(plain.equals("error") ? "errorifexists" : plain))
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.INVALID_VALUE,
                        "there is no mode \"" + name + "\""
                                + Spelling.hint(plain, List.of("append", "overwrite", "ignore", "errorifexists"))
                                + "; modes: append, overwrite, ignore, errorifexists"));
    }
}
