package io.millrace.shell;

import io.millrace.checkpoint.CheckpointCheck;
import io.millrace.error.MillraceException;
import io.millrace.storage.LocalFileStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Checks a checkpoint and prints what was found: the files, what is wrong with them, and what is left. */
final class Fsck {
    private final PrintStream out;
    private final ErrorReport errors;

    Fsck(PrintStream out, ErrorReport errors) {
        this.out = out;
        this.errors = errors;
    }

    int run(Path folder) {
        CheckpointCheck.Report report;
        try {
            report = CheckpointCheck.run(LocalFileStore.ownerOnly(folder));
        } catch (MillraceException e) {
            return errors.report(e, null);
        }
        for (CheckpointCheck.File file : report.files()) {
            boolean good = file.problem() == null;
            out.printf(
                    Locale.ROOT,
                    "%-8s %-50s %,14d bytes  %s%n",
                    good ? "good" : "DAMAGED",
                    file.name(),
                    file.bytes(),
                    good ? file.note() : file.problem());
        }
        out.println(verdict(report));
        return report.damaged().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static String verdict(CheckpointCheck.Report report) {
        int damaged = report.damaged().size();
        String files = damaged == 0
                ? "no file is damaged"
                : damaged + " of " + report.files().size() + " files " + (damaged == 1 ? "is" : "are") + " damaged";
        String query = report.queryName() == null ? "" : "query \"" + report.queryName() + "\": ";
        if (report.lastBatch().isEmpty()) {
            return query + files + "; the log shows no batch";
        }
        long last = report.lastBatch().getAsLong();
        String left = report.restorable().isEmpty()
                ? ", and the state of none of its batches can be restored"
                : ", and the state can be restored up to batch "
                        + report.restorable().getAsLong();
        return query + files + "; the log goes to batch " + last + left
                + (report.finished() ? "; the query is finished" : "");
    }
}
