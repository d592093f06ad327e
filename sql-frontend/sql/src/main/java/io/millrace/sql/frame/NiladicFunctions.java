package io.millrace.sql.frame;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;

/** Functions that are called without brackets. */
final class NiladicFunctions {
    private static final Set<String> NAMES =
            Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP", "PI");

    private NiladicFunctions() {}

    static boolean has(SqlIdentifier identifier) {
        return identifier.isSimple() && NAMES.contains(identifier.getSimple().toUpperCase(Locale.ROOT));
    }
}
