package io.millrace.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.millrace.columnar.Schema;
import java.util.List;

/**
 * A node of the physical plan: what one operator does, as a value. Printable ({@link PlanPrinter}) and serialisable
 * ({@link PlanJson}): a checkpoint keeps it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "node")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Scan.class, name = "Scan"),
    @JsonSubTypes.Type(value = Values.class, name = "Values"),
    @JsonSubTypes.Type(value = AssignWatermark.class, name = "AssignWatermark"),
    @JsonSubTypes.Type(value = Filter.class, name = "Filter"),
    @JsonSubTypes.Type(value = Project.class, name = "Project"),
    @JsonSubTypes.Type(value = Unnest.class, name = "Unnest"),
    @JsonSubTypes.Type(value = AssignWindows.class, name = "AssignWindows"),
    @JsonSubTypes.Type(value = GroupingSets.class, name = "GroupingSets"),
    @JsonSubTypes.Type(value = UnionAll.class, name = "UnionAll"),
    @JsonSubTypes.Type(value = WindowAggregate.class, name = "WindowAggregate"),
    @JsonSubTypes.Type(value = SessionAggregate.class, name = "SessionAggregate"),
    @JsonSubTypes.Type(value = AssignSessions.class, name = "AssignSessions"),
    @JsonSubTypes.Type(value = Aggregate.class, name = "Aggregate"),
    @JsonSubTypes.Type(value = Over.class, name = "Over"),
    @JsonSubTypes.Type(value = Deduplicate.class, name = "Deduplicate"),
    @JsonSubTypes.Type(value = Join.class, name = "Join"),
    @JsonSubTypes.Type(value = Sort.class, name = "Sort"),
    @JsonSubTypes.Type(value = Limit.class, name = "Limit"),
    @JsonSubTypes.Type(value = Materialize.class, name = "Materialize"),
    @JsonSubTypes.Type(value = MapRows.class, name = "MapRows"),
    @JsonSubTypes.Type(value = KeyedProcess.class, name = "KeyedProcess")
})
public sealed interface PlanNode
        permits Scan,
                Values,
                AssignWatermark,
                Filter,
                Project,
                Unnest,
                AssignWindows,
                GroupingSets,
                UnionAll,
                WindowAggregate,
                SessionAggregate,
                AssignSessions,
                Aggregate,
                Over,
                Deduplicate,
                Join,
                Sort,
                Limit,
                Materialize,
                MapRows,
                KeyedProcess {
    /** Columns of the output. */
    Schema schema();

    /** Nodes whose output this one takes, in order. */
    List<PlanNode> inputs();
}
