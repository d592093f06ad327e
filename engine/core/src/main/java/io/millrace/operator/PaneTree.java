package io.millrace.operator;

import io.millrace.state.GroupStore;
import io.millrace.state.SegmentedGroups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Panes combined pairwise over aligned ranges of 2, 4, 8 ... pane numbers, so that a window of k panes is the merge of at
 * most 2 log k nodes, each made once however many windows overlap. Which nodes make up a window depends on pane numbers
 * alone, so floating sums come out the same after a restart.
 *
 * <p>Nodes are not state: they are made when a window closes, and forgotten when a pane below changes or goes.
 */
final class PaneTree {
    private record Node(int level, long number) {}

    /** Up to this many panes, merging them for every window costs no more than making and merging nodes. */
    private static final int DIRECT_PANES_MAX = 8;

    private final SegmentedGroups panes;
    private final Map<Node, GroupStore> nodes = new HashMap<>();

    PaneTree(SegmentedGroups panes) {
        this.panes = panes;
    }

    /** The stores, of ascending pane numbers, that together hold panes {@code from} (inclusive) to {@code to}. */
    List<GroupStore> cover(long from, long to) {
        if (to - from <= DIRECT_PANES_MAX) {
            return List.copyOf(panes.segments().subMap(from, to).values());
        }
        List<GroupStore> parts = new ArrayList<>();
        long at = from;
        while (at < to) {
            int level = at == 0 ? 62 : Long.numberOfTrailingZeros(at);
            while (level > 0 && (level >= 62 || at + (1L << level) > to)) {
                level--;
            }
            GroupStore part = node(level, at >> level);
            if (part != null) {
                parts.add(part);
            }
            at += 1L << level;
        }
        return parts;
    }

    /** The merge of all panes below a node; null when there is none. */
    private GroupStore node(int level, long number) {
        if (level == 0) {
            return panes.segments().get(number);
        }
        Node key = new Node(level, number);
        GroupStore cached = nodes.get(key);
        if (cached != null) {
            return cached;
        }
        if (panes.segments().subMap(number << level, (number + 1) << level).isEmpty()) {
            return null;
        }
        GroupStore left = node(level - 1, number * 2);
        GroupStore right = node(level - 1, number * 2 + 1);
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        GroupStore merged = panes.newStore();
        merged.merge(left);
        merged.merge(right);
        nodes.put(key, merged);
        return merged;
    }

    /** A pane changed: what was made from it is no longer right. */
    void invalidate(long pane) {
        if (nodes.isEmpty()) {
            return;
        }
        for (int level = 1; level < 62; level++) {
            GroupStore stale = nodes.remove(new Node(level, pane >> level));
            if (stale != null) {
                panes.recycle(stale);
            }
        }
    }

    /** Panes below this number are gone. */
    void dropBelow(long pane) {
        Iterator<Map.Entry<Node, GroupStore>> iterator = nodes.entrySet().iterator();
        while (iterator.hasNext()) {
            Map.Entry<Node, GroupStore> entry = iterator.next();
            Node node = entry.getKey();
            if (node.number() << node.level() < pane) {
                panes.recycle(entry.getValue());
                iterator.remove();
            }
        }
    }

    long bytes() {
        long bytes = 0;
        for (GroupStore store : nodes.values()) {
            bytes += store.heapBytes();
        }
        return bytes;
    }
}
