package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Expr;
import io.millrace.time.SlidingWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanCheckTest {
    private static final Schema BID = Schema.of(
            new Field("auction", DataType.BIGINT, false),
            new Field("price", DataType.BIGINT, false),
            Field.of("ts", DataType.TIMESTAMP));

    private static final PlanNode SCAN = new Scan("bid", "bid", List.of(0, 1, 2), BID);

    @Test
    void aGoodPlanPasses() {
        assertThatCode(() -> PlanCheck.check(append(windows(0, 2)))).doesNotThrowAnyException();
    }

    @Test
    void positionsOutOfRange() {
        refused(append(windows(7, 2)), "there is no column 7 in WindowAggregate");
    }

    @Test
    void timesThatAreNone() {
        refused(append(windows(0, 1)), "price BIGINT NOT NULL is no time");
    }

    @Test
    void referencesOfAnotherType() {
        PlanNode filter =
                new Filter(SCAN, Expr.call("IS NULL", DataType.BOOLEAN, false, Expr.column(0, DataType.VARCHAR, true)));

        refused(append(filter), "$0 is taken for VARCHAR, but is auction BIGINT NOT NULL");
    }

    @Test
    void predicatesThatAreNoBoolean() {
        refused(append(new Filter(SCAN, Expr.column(0, DataType.BIGINT, false))), "the predicate is no BOOLEAN");
    }

    @Test
    void columnsComputedAsAnotherType() {
        PlanNode project = new Project(
                SCAN, List.of(Expr.column(0, DataType.BIGINT, false)), Schema.of(Field.of("a", DataType.INTEGER)));

        refused(append(project), "column a INTEGER is computed as BIGINT");
    }

    @Test
    void oneSourceReadTwice() {
        refused(append(new UnionAll(List.of(SCAN, SCAN), BID)), "source bid is there twice");
    }

    @Test
    void unionsOfDifferentTypes() {
        PlanNode other = new Scan("a", "a", List.of(0), Schema.of(Field.of("a", DataType.VARCHAR)));

        refused(append(new UnionAll(List.of(SCAN, other), BID)), "types differ");
    }

    @Test
    void joinKeysOfDifferentTypes() {
        PlanNode other = new Scan("o", "o", List.of(0), Schema.of(Field.of("a", DataType.VARCHAR)));
        Schema schema = Schema.of(BID.field(0), BID.field(1), BID.field(2), Field.of("a", DataType.VARCHAR));

        refused(
                append(new Join(SCAN, other, List.of(0), List.of(0), null, null, null, schema)),
                "keys of types BIGINT and VARCHAR");
    }

    @Test
    void modesThatTheRootDoesNotHonour() {
        PlanNode changes = counted(Aggregate.Emit.CHANGES);

        refused(append(changes), "append over rows that change");
        refused(new QueryPlan(changes, OutputMode.UPDATE, null, false), "update without a key");
        refused(new QueryPlan(changes, OutputMode.COMPLETE, List.of(0), false), "output mode COMPLETE");
        refused(new QueryPlan(changes, OutputMode.UPDATE, List.of(5), false), "there is no column 5");
        assertThatCode(() -> {
                    PlanCheck.check(new QueryPlan(changes, OutputMode.UPDATE, List.of(0), false));
                    PlanCheck.check(new QueryPlan(
                            new Materialize(changes, List.of(), 0, -1), OutputMode.COMPLETE, List.of(0), false));
                    PlanCheck.check(append(counted(Aggregate.Emit.WHEN_FINAL)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void limitsOverRowsThatChange() {
        refused(append(new Limit(counted(Aggregate.Emit.CHANGES), 0, 5)), "the input changes");
    }

    private static PlanNode counted(Aggregate.Emit emit) {
        return new Aggregate(
                SCAN,
                List.of(0),
                List.of(count()),
                emit,
                null,
                Schema.of(BID.field(0), new Field("n", DataType.BIGINT, false)));
    }

    private static PlanNode windows(int key, int time) {
        Field ts = new Field("window", DataType.TIMESTAMP, false);
        return new WindowAggregate(
                SCAN,
                time,
                SlidingWindow.tumbling(10, 0),
                List.of(key),
                List.of(count()),
                Schema.of(BID.field(0), ts, ts, ts, new Field("n", DataType.BIGINT, false)));
    }

    private static AggregateCall count() {
        return new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false);
    }

    private static QueryPlan append(PlanNode root) {
        return new QueryPlan(root, OutputMode.APPEND, null, false);
    }

    private static void refused(QueryPlan plan, String message) {
        assertThatThrownBy(() -> PlanCheck.check(plan))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining(message);
    }
}
