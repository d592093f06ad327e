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
 * <p>Nodes are not state: they are made when a window closes or before, and forgotten when a pane below changes or goes.
 */
final class PaneTree {
    private record Node(int level, long number) {
        long start() {
            return number << level;
        }

        long end() {
            return (number + 1) << level;
        }

        Node left() {
            return new Node(level - 1, number * 2);
        }

        Node right() {
            return new Node(level - 1, number * 2 + 1);
        }
    }

    /** Up to this many panes, merging them for every window costs no more than making and merging nodes. */
    private static final int DIRECT_PANES_MAX = 8;

    private final SegmentedGroups panes;
    private final Map<Node, GroupStore> nodes = new HashMap<>();

    PaneTree(SegmentedGroups panes) {
        this.panes = panes;
    }

    /** The parts, in order, that together hold panes {@code from} (inclusive) to {@code to}. */
    List<WindowPart> cover(long from, long to) {
        List<WindowPart> parts = new ArrayList<>();
        for (Node node : nodes(from, to)) {
            addTo(parts, node);
        }
        return parts;
    }

    /** Those of the parts of {@link #cover} that hold no pane from {@code limit} on; up to one that takes some making. */
    List<WindowPart> coverAhead(long from, long to, long limit) {
        List<WindowPart> parts = new ArrayList<>();
        for (Node node : nodes(from, to)) {
            if (node.end() > limit || makeNext(node)) {
                break;
            }
            addTo(parts, node);
        }
        return parts;
    }

    private void addTo(List<WindowPart> parts, Node node) {
        GroupStore groups = groups(node);
        if (groups != null) {
            parts.add(new WindowPart(node.end(), groups));
        }
    }

    private List<Node> nodes(long from, long to) {
        List<Node> cover = new ArrayList<>();
        if (to - from <= DIRECT_PANES_MAX) {
            panes.segments().subMap(from, to).keySet().forEach(pane -> cover.add(new Node(0, pane)));
            return cover;
        }
        long at = from;
        while (at < to) {
            int level = at == 0 ? 62 : Long.numberOfTrailingZeros(at);
            while (level > 0 && (level >= 62 || at + (1L << level) > to)) {
                level--;
            }
            Node node = new Node(level, at >> level);
            cover.add(node);
            at = node.end();
        }
        return cover;
    }

    /** The merge of all panes below a node; null when there is none. */
    private GroupStore groups(Node node) {
        if (node.level() == 0) {
            return panes.segments().get(node.number());
        }
        GroupStore cached = nodes.get(node);
        if (cached != null) {
            return cached;
        }
        if (isEmpty(node)) {
            return null;
        }
        GroupStore left = groups(node.left());
        GroupStore right = groups(node.right());
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        GroupStore merged = panes.newStore();
        merged.merge(left);
        merged.merge(right);
        nodes.put(node, merged);
        return merged;
    }

    private boolean isEmpty(Node node) {
        return panes.segments().subMap(node.start(), node.end()).isEmpty();
    }

    /** Makes one of the nodes that {@link #groups} of this one would make; false when it would make none. */
    private boolean makeNext(Node node) {
        if (node.level() == 0 || nodes.containsKey(node) || isEmpty(node)) {
            return false;
        }
        if (makeNext(node.left()) || makeNext(node.right())) {
            return true;
        }
        groups(node);
        return nodes.containsKey(node);
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
            if (entry.getKey().start() < pane) {
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
