package io.millrace.checkpoint;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The difference between the plan in a checkpoint and the plan of the statement that is to go on with it, operator by
 * operator. Operators without state may come, go and change: from the next batch on they do what the new statement
 * says. An operator with state must be the same as before, as its state was built by what it was.
 */
public record PlanChange(List<Change> changes) {

    /** What an operator's difference means for a restart. */
    public enum Verdict {
        KEPT,
        MAY_CHANGE,
        INCOMPATIBLE
    }

    /**
     * One operator.
     *
     * @param stored null when the checkpoint does not have it
     * @param now null when the statement does not have it any more
     */
    public record Change(OperatorSignature stored, OperatorSignature now, Verdict verdict) {

        String text() {
            OperatorSignature named = now == null ? stored : now;
            String name = named.kind() + " \"" + named.id() + "\"";
            return switch (verdict) {
                case KEPT -> "kept          " + name;
                case MAY_CHANGE -> "may change    " + name + ": " + difference();
                case INCOMPATIBLE -> "incompatible  " + name + ": " + difference();
            };
        }

        private String difference() {
            if (stored == null) {
                return "added, " + now.signature();
            }
            if (now == null) {
                return "removed, was " + stored.signature();
            }
            String was = stored.kind().equals(now.kind()) ? "" : stored.kind() + " ";
            return "was " + was + stored.signature() + ", now " + now.signature();
        }
    }

    public PlanChange {
        changes = List.copyOf(changes);
    }

    /** Compares operators by their ids, in the order of the new plan, then those that are gone. */
    public static PlanChange compare(List<OperatorSignature> stored, List<OperatorSignature> now) {
        Map<String, OperatorSignature> left = new LinkedHashMap<>();
        stored.forEach(operator -> left.put(operator.id(), operator));
        List<Change> changes = new ArrayList<>();
        for (OperatorSignature operator : now) {
            OperatorSignature before = left.remove(operator.id());
            changes.add(new Change(before, operator, verdict(before, operator)));
        }
        left.values().forEach(gone -> changes.add(new Change(gone, null, verdict(gone, null))));
        return new PlanChange(changes);
    }

    private static Verdict verdict(OperatorSignature stored, OperatorSignature now) {
        if (stored != null && stored.equals(now)) {
            return Verdict.KEPT;
        }
        boolean stateful = (stored != null && stored.stateful()) || (now != null && now.stateful());
        return stateful ? Verdict.INCOMPATIBLE : Verdict.MAY_CHANGE;
    }

    /** Whether the query may go on with its state. */
    public boolean compatible() {
        return changes.stream().noneMatch(change -> change.verdict() == Verdict.INCOMPATIBLE);
    }

    /** Whether nothing differs. */
    public boolean same() {
        return changes.stream().allMatch(change -> change.verdict() == Verdict.KEPT);
    }

    /** One line for each operator. */
    public String diff() {
        return changes.stream().map(Change::text).collect(Collectors.joining("\n"));
    }

    /** Fails with STATE_INCOMPATIBLE, naming what may not change, unless the plans are compatible. */
    public void requireCompatible(String queryName) {
        if (!compatible()) {
            throw new MillraceException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "query \"" + queryName + "\" cannot go on from its checkpoint with this statement: the state of "
                            + "an operator was built by another definition of it\n"
                            + diff()
                            + "\nstart the new statement under another \"query.name\" (it then reads its input from "
                            + "the beginning), or go back to the old statement");
        }
    }
}
