package io.millrace.shell;

import io.millrace.error.MillraceException;
import io.millrace.sql.QueryScript;
import java.io.PrintStream;
import java.util.List;

/** Runs scripts with their expected rows and prints how each went. */
final class ScriptTests {
    private final PrintStream out;
    private final ErrorReport errors;

    ScriptTests(PrintStream out, ErrorReport errors) {
        this.out = out;
        this.errors = errors;
    }

    int run(String text) {
        List<QueryScript> scripts;
        try {
            scripts = QueryScript.parse(text);
        } catch (MillraceException e) {
            return errors.report(e, null);
        }
        long failed = scripts.stream().filter(script -> !passes(script)).count();
        out.println(failed == 0 ? scripts.size() + " passed" : failed + " of " + scripts.size() + " failed");
        return failed == 0 ? ExitCode.OK : ExitCode.USER_MISTAKE;
    }

    private boolean passes(QueryScript script) {
        try {
            List<String> wrong = script.run();
            out.println((wrong.isEmpty() ? "passed  " : "FAILED  ") + script.name());
            wrong.forEach(out::print);
            return wrong.isEmpty();
        } catch (MillraceException e) {
            out.println("FAILED  " + script.name() + "\n    " + e.getMessage());
            return false;
        }
    }
}
