package io.millrace.sql.frame;

import io.millrace.columnar.Field;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.catalog.CatalogProgram;
import io.millrace.sql.catalog.ProgramStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What a function of the program makes of other queries; a name stands for it in SQL. */
public record ProgramQuery(String name, List<Query> inputs, ProgramStep step, List<FrameColumn> columns)
        implements Query {
    private static final AtomicLong NUMBERS = new AtomicLong();

    public ProgramQuery {
        inputs = List.copyOf(inputs);
        columns = List.copyOf(columns);
    }

    private static ProgramQuery of(List<Query> inputs, ProgramStep step, List<FrameColumn> columns) {
        return new ProgramQuery(
                "$program" + NUMBERS.incrementAndGet() + "$",
                inputs.stream().map(Steps::withoutOrder).toList(),
                step,
                Query.distinctly(columns));
    }

    /** One whose rows have columns of their own. */
    public static ProgramQuery making(List<Query> inputs, ProgramStep step, List<Field> fields) {
        return of(inputs, step, fields.stream().map(FrameColumn::of).toList());
    }

    /** One whose rows have the columns of the input, and others behind them. */
    public static ProgramQuery keeping(Query input, ProgramStep step, List<Field> more) {
        List<FrameColumn> columns = new ArrayList<>(input.columns());
        more.forEach(field -> columns.add(FrameColumn.of(field)));
        return of(List.of(input), step, columns);
    }

    /** The same with an event time in its rows; only where {@link #mayHaveEventTime}. */
    ProgramQuery withEventTime(int column, long delayMicros) {
        ProgramStep.Process timed =
                ((ProgramStep.Process) step).withEventTime(new ProgramStep.EventTime(column, delayMicros));
        List<FrameColumn> marked = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            marked.add(columns.get(i).withEventTime(i == column));
        }
        return of(inputs, timed, marked);
    }

    /** Whether its rows come as time goes on, at times that the function says. */
    boolean mayHaveEventTime() {
        return step instanceof ProgramStep.Process process && process.streams();
    }

    /** What the planner knows it by. */
    CatalogProgram program() {
        return new CatalogProgram(
                name,
                inputs.stream()
                        .map(input -> (java.util.function.Supplier<SqlNode>) new Whole(input)::toSql)
                        .toList(),
                step,
                sqlSchema());
    }

    @Override
    public CatalogFunctions functions() {
        return inputs.get(0).functions();
    }

    @Override
    public SqlNode toSql() {
        return new SqlIdentifier(name, SqlParserPos.ZERO);
    }

    @Override
    public Query withColumns(UnaryOperator<FrameColumn> change) {
        return new ProgramQuery(name, inputs, step, columns.stream().map(change).toList());
    }
}
