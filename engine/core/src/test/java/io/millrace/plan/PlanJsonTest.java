package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.EvalContext;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.expr.ProgramFunction;
import io.millrace.time.CalendarWindow;
import io.millrace.time.CumulativeCalendarWindow;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.SlidingWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
    @Test
    void aPlanSurvivesWritingAndReading() {
        Schema bid = Schema.of(
                new Field("auction", DataType.BIGINT, false),
                Field.of("ts", DataType.timestamp(3)),
                Field.of("Größe", DataType.array(DataType.decimal(10, 2), true)));
        PlanNode scan = new Scan("bid", "bid", List.of(0, 5, 6), bid);
        PlanNode watermark = new AssignWatermark(scan, 1, 4_000_000, false, 60_000_000, "keep", false);
        PlanNode filter = new Filter(
                watermark,
                Expr.call(
                        "=",
                        DataType.BOOLEAN,
                        true,
                        Expr.column(0, DataType.BIGINT, false),
                        Expr.literal(7L, DataType.BIGINT)));
        PlanNode values = new Values(List.of(List.of(Expr.literal(null, DataType.VARCHAR))), bid);
        PlanNode union = new UnionAll(List.of(filter, values), bid);
        PlanNode aggregate = new WindowAggregate(
                union,
                1,
                new SlidingWindow(2, 10, 0),
                List.of(0),
                List.of(
                        new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false),
                        new AggregateCall(
                                AggregateFunctions.builtIn("LISTAGG"),
                                List.of(0),
                                true,
                                1,
                                "names",
                                DataType.VARCHAR,
                                true,
                                List.of(new Literal("; ", DataType.VARCHAR)),
                                List.of(new AggregateCall.Order(0, true, false)),
                                true)),
                bid);
        PlanNode group =
                new Aggregate(aggregate, List.of(0), List.of(), Aggregate.Emit.CHANGES, new Aggregate.Close(0, 1), bid);
        QueryPlan plan = new QueryPlan(
                new Sort(group, List.of(new Sort.Key(0, true, false)), 0, -1), OutputMode.UPDATE, List.of(0), false);

        assertThat(PlanJson.read(PlanJson.write(plan), new AggregateFunctions()))
                .isEqualTo(plan);
    }

    @Test
    void windowsOfAllKindsComeBackAsTheyWere() {
        Schema bid = Schema.of(
                new Field("auction", DataType.BIGINT, true),
                new Field("ts", DataType.TIMESTAMP, true),
                new Field("gap", DataType.INTERVAL_DAY_TIME, true));
        PlanNode scan = new Scan("bid", "bid", List.of(0, 1, 2), bid);
        List<AggregateCall> calls =
                List.of(new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false));
        PlanNode sets = new GroupingSets(scan, List.of(0), List.of(List.of(0), List.of()), bid);
        PlanNode cumulative = new AssignWindows(sets, 1, new CumulativeWindow(2, 10, 1), bid);
        PlanNode year = new AssignWindows(
                cumulative, 1, CumulativeCalendarWindow.of(CalendarWindow.Unit.MONTH, 1, 12, 0, "Europe/Berlin"), bid);
        PlanNode days = new AssignWindows(
                year, 1, new CalendarWindow(CalendarWindow.Unit.LOCAL_MICROS, 5, 5, 2, "Europe/Berlin"), bid);
        PlanNode months = new WindowAggregate(
                days, 1, new CalendarWindow(CalendarWindow.Unit.MONTH, 1, 12, 0, "UTC"), List.of(0), calls, bid);
        PlanNode first = new Deduplicate(months, List.of(0), 1, 10_000_000, new Deduplicate.Close(1));
        PlanNode rows =
                new AssignSessions(first, 1, SessionGap.fixed(7), List.of(0), Aggregate.Emit.WHEN_FINAL, 1L, bid);
        QueryPlan plan = new QueryPlan(
                new SessionAggregate(
                        rows, 1, SessionGap.ofColumn(2), List.of(), calls, Aggregate.Emit.CHANGES, null, bid),
                OutputMode.UPDATE,
                List.of(0),
                false);

        assertThat(PlanJson.read(PlanJson.write(plan), new AggregateFunctions()))
                .isEqualTo(plan);
    }

    @Test
    void anAggregateThatNobodyKnowsAnyMoreIsNamed() {
        Schema bid = Schema.of(new Field("price", DataType.BIGINT, true));
        PlanNode scan = new Scan("bid", "bid", List.of(0), bid);
        AggregateCall call = new AggregateCall("MAX", List.of(0), false, -1, "top", DataType.BIGINT, true);
        PlanNode all =
                new Aggregate(scan, List.of(), List.of(call), Aggregate.Emit.CHANGES, new Aggregate.Close(0, 1), bid);
        String json = PlanJson.write(new QueryPlan(all, OutputMode.UPDATE, List.of(0), false));

        assertThatThrownBy(() -> PlanJson.read(json.replace("\"MAX\"", "\"GEO_MEAN\""), new AggregateFunctions()))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FUNCTION))
                .hasMessageStartingWith("unknown aggregate \"GEO_MEAN\"; known are ANY_VALUE");
    }

    private record Own(String signature) implements ProgramFunction {
        @Override
        public boolean deterministic() {
            return true;
        }

        @Override
        public Object apply(Object[] args, EvalContext context) {
            return args[0];
        }
    }

    private static Expr own(String name, DataType type) {
        String signature = name + "(" + type + ") " + type;
        return new Call(name, List.of(Expr.column(0, type, true)), type, true, new Own(signature));
    }

    /** Wherever an expression may stand. */
    @Test
    void aFunctionOfTheProgramIsWrittenAsItsSignature() {
        Schema bid = Schema.of(new Field("auction", DataType.BIGINT, true));
        PlanNode scan = new Scan("bid", "bid", List.of(0), bid);
        PlanNode values = new Values(List.of(List.of(own("f1", DataType.BIGINT))), bid);
        PlanNode joined = new Join(scan, values, List.of(0), List.of(0), own("f2", DataType.BOOLEAN), null, null, bid);
        PlanNode filter = new Filter(joined, Expr.call("NOT", DataType.BOOLEAN, true, own("f3", DataType.BOOLEAN)));
        PlanNode unnest = new Unnest(filter, own("f4", DataType.array(DataType.BIGINT, true)), false, false, bid);
        PlanNode project = new Project(unnest, List.of(own("f5", DataType.BIGINT)), bid);
        QueryPlan plan = new QueryPlan(project, OutputMode.APPEND, List.of(), false);
        String json = PlanJson.write(plan);
        ProgramFunctions program = ProgramFunctions.of(plan);

        assertThat(json).contains("\"program\" : \"f5(BIGINT) BIGINT\"");
        assertThat(PlanJson.read(json, new AggregateFunctions(), program)).isEqualTo(plan);
        assertThat(program.hasAllOf(plan)).isTrue();

        QueryPlan without = PlanJson.read(json, new AggregateFunctions());
        for (int i = 1; i <= 5; i++) {
            String other = json.replace("\"f" + i + "(", "\"g" + i + "(");
            assertThat(program.hasAllOf(PlanJson.read(other, new AggregateFunctions(), program)))
                    .isFalse();
        }
        Call call = (Call) ((Project) without.root()).expressions().get(0);
        assertThatThrownBy(() -> call.program().apply(new Object[1], null))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FUNCTION))
                .hasMessage(
                        "the plan names a function \"f5(BIGINT) BIGINT\" of a program, which is not there; start the"
                                + " query from the program that has it");
    }
}
