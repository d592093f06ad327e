package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.PlanChange.Verdict;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanChangeTest {
    private static final OperatorSignature SCAN = new OperatorSignature("bid", "scan", "bid(auction, price)", false);
    private static final OperatorSignature FILTER = new OperatorSignature("bid/filter", "filter", "price > 10", false);
    private static final OperatorSignature COUNT =
            new OperatorSignature("bid/agg", "aggregate", "keys [auction], calls [COUNT(*)]", true);
    private static final OperatorSignature SUM =
            new OperatorSignature("bid/agg", "aggregate", "keys [auction], calls [SUM(price)]", true);

    @Test
    void theSamePlanIsKept() {
        PlanChange change = PlanChange.compare(List.of(SCAN, FILTER, COUNT), List.of(SCAN, FILTER, COUNT));
        assertThat(change.same()).isTrue();
        assertThat(change.compatible()).isTrue();
        change.requireCompatible("q");
    }

    @Test
    void operatorsWithoutStateMayComeGoAndChange() {
        OperatorSignature other = new OperatorSignature("bid/filter", "filter", "price > 20", false);
        assertThat(verdicts(List.of(SCAN, FILTER, COUNT), List.of(SCAN, other, COUNT)))
                .containsExactly(Verdict.KEPT, Verdict.MAY_CHANGE, Verdict.KEPT);
        assertThat(verdicts(List.of(SCAN, COUNT), List.of(SCAN, FILTER, COUNT)))
                .containsExactly(Verdict.KEPT, Verdict.MAY_CHANGE, Verdict.KEPT);
        assertThat(verdicts(List.of(SCAN, FILTER, COUNT), List.of(SCAN, COUNT)))
                .containsExactly(Verdict.KEPT, Verdict.KEPT, Verdict.MAY_CHANGE);
        PlanChange change = PlanChange.compare(List.of(SCAN, FILTER, COUNT), List.of(SCAN, other, COUNT));
        assertThat(change.same()).isFalse();
        change.requireCompatible("q");
        assertThat(change.diff()).isEqualTo("""
                        kept          scan "bid"
                        may change    filter "bid/filter": was price > 10, now price > 20
                        kept          aggregate "bid/agg\"""");
    }

    @Test
    void operatorsWithStateMayNot() {
        assertThat(verdicts(List.of(SCAN, COUNT), List.of(SCAN, SUM)))
                .containsExactly(Verdict.KEPT, Verdict.INCOMPATIBLE);
        assertThat(verdicts(List.of(SCAN, COUNT), List.of(SCAN))).containsExactly(Verdict.KEPT, Verdict.INCOMPATIBLE);
        assertThat(verdicts(List.of(SCAN), List.of(SCAN, COUNT))).containsExactly(Verdict.KEPT, Verdict.INCOMPATIBLE);
    }

    @Test
    void anotherKindUnderTheSameIdIsNotTheSame() {
        OperatorSignature join = new OperatorSignature("bid/agg", "join", COUNT.signature(), true);
        assertThat(verdicts(List.of(COUNT), List.of(join))).containsExactly(Verdict.INCOMPATIBLE);
    }

    @Test
    void theMessageNamesTheOperatorWhatItWasWhatItIsAndTheWayOut() {
        PlanChange change = PlanChange.compare(List.of(SCAN, COUNT), List.of(SCAN, SUM));
        assertThatThrownBy(() -> change.requireCompatible("orders"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("query \"orders\" cannot go on from its checkpoint with this statement")
                .hasMessageContaining("incompatible  aggregate \"bid/agg\": was keys [auction], calls [COUNT(*)], "
                        + "now keys [auction], calls [SUM(price)]")
                .hasMessageContaining("start the new statement under another \"query.name\"")
                .extracting("code")
                .isEqualTo(ErrorCode.STATE_INCOMPATIBLE);
    }

    private static List<Verdict> verdicts(List<OperatorSignature> stored, List<OperatorSignature> now) {
        return PlanChange.compare(stored, now).changes().stream()
                .map(PlanChange.Change::verdict)
                .toList();
    }
}
