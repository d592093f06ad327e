package io.millrace.benchmarks;

import io.millrace.connector.ChangeBatch;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transfers between ten accounts, without an end, whose balances are summed up in a table in memory. As a program: resumes
 * the query whose checkpoint is in the folder given, and prints all that its readers see of the table, a line for each look:
 * the number of the reader, the sum, how many accounts, how many transfers.
 */
final class Totals {
    static final int BATCH_ROWS = 1_000;
    static final int READERS = 2;

    /** From {@code transfers} to {@code total}. */
    static final List<String> VIEWS = List.of(
            "CREATE VIEW credits AS SELECT to_account AS account, SUM(amount) AS credits, COUNT(*) AS transfers"
                    + " FROM transfers GROUP BY to_account",
            "CREATE VIEW debits AS SELECT from_account AS account, SUM(amount) AS debits FROM transfers"
                    + " GROUP BY from_account",
            "CREATE VIEW balance AS SELECT c.account, credits - debits AS balance, transfers FROM credits c"
                    + " JOIN debits d ON c.account = d.account",
            "CREATE VIEW total AS SELECT SUM(balance) AS total, COUNT(*) AS accounts, SUM(transfers) AS transfers"
                    + " FROM balance");

    private Totals() {}

    public static void main(String[] args) throws InterruptedException {
        try (Session session = Session.create()) {
            session.set("checkpoint.dir", args[0]);
            session.set("max-rows-per-batch", String.valueOf(BATCH_ROWS));
            session.set("output.mode", "complete");
            session.execute("CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid')");
            session.execute("CREATE VIEW transfers AS SELECT MOD(bidder, 10) AS from_account,"
                    + " MOD(auction, 10) AS to_account, price AS amount FROM bid");
            VIEWS.forEach(session::execute);
            session.execute("CREATE TABLE totals (total BIGINT, accounts BIGINT, transfers BIGINT)"
                    + " WITH ('connector'='memory')");
            session.execute("INSERT INTO totals SELECT total, accounts, transfers FROM total");
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int number = i;
                readers.add(new Thread(() -> read(session, number)));
            }
            readers.forEach(Thread::start);
            for (Thread reader : readers) {
                reader.join();
            }
        }
    }

    /** Looks again and again, until the process ends or nobody listens. */
    private static void read(Session session, int reader) {
        while (!System.out.checkError()) {
            StringBuilder seen = new StringBuilder();
            for (List<Object> row : rows(session, "SELECT total, accounts, transfers FROM totals")) {
                seen.append(reader);
                row.forEach(value -> seen.append(' ').append(value));
                seen.append('\n');
            }
            System.out.print(seen);
            System.out.flush();
        }
    }

    static List<List<Object>> rows(Session session, String select) {
        List<List<Object>> rows = new ArrayList<>();
        try (RowCursor cursor = ((StatementResult.Rows) session.execute(select)).cursor()) {
            for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                rows.addAll(next.get().rows().rows());
            }
        }
        return rows;
    }
}
