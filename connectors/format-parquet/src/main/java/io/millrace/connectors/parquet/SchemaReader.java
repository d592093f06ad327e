package io.millrace.connectors.parquet;

import java.util.ArrayList;
import java.util.List;

/** Reads a file's schema: a tree, of which only the leaves right below the root are columns that can be read. */
final class SchemaReader {
    private static final int REQUIRED = 0;
    private static final int OPTIONAL = 1;

    private SchemaReader() {}

    /** A node of the tree, in the order of the file. */
    private static final class Node {
        String name = "";
        int physical = -1;
        int length;
        int repetition = REQUIRED;
        int children;
        int converted = -1;
        int scale;
        int precision;
        Meaning meaning;
        String logicalName;
    }

    static List<Leaf> read(CompactReader in) {
        int count = in.list();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(node(in));
        }
        if (nodes.isEmpty()) {
            throw new DamagedException("it has no columns");
        }
        List<Leaf> leaves = new ArrayList<>();
        int chunk = 0;
        int at = 1;
        for (int i = 0; i < nodes.get(0).children; i++) {
            if (at >= nodes.size()) {
                throw new DamagedException("its schema breaks off");
            }
            Node node = nodes.get(at);
            int next = behind(nodes, at, 0);
            leaves.add(leaf(node, chunk));
            for (int j = at; j < next; j++) {
                chunk += nodes.get(j).children == 0 ? 1 : 0;
            }
            at = next;
        }
        return leaves;
    }

    /** Position behind a node and all that is below it. */
    private static int behind(List<Node> nodes, int from, int depth) {
        if (from >= nodes.size() || depth > 64) {
            throw new DamagedException("its schema breaks off");
        }
        int at = from + 1;
        for (int i = 0; i < nodes.get(from).children; i++) {
            at = behind(nodes, at, depth + 1);
        }
        return at;
    }

    private static Leaf leaf(Node node, int chunk) {
        boolean optional = node.repetition == OPTIONAL;
        if (node.children > 0) {
            String what = node.converted == 3 || "LIST".equals(node.logicalName)
                    ? "a list"
                    : node.converted == 1 || "MAP".equals(node.logicalName) ? "a map" : "a group of columns";
            return new Leaf(node.name, chunk, null, 0, Meaning.NONE, optional, what);
        }
        Physical physical = Physical.of(node.physical);
        Meaning meaning = node.meaning != null ? node.meaning : converted(node);
        String refused = null;
        if (node.repetition != REQUIRED && !optional) {
            refused = "a repeated " + physical;
        } else if (meaning.kind() == Meaning.Kind.OTHER) {
            refused = "a " + physical + " (" + (node.logicalName != null ? node.logicalName : "INTERVAL") + ")";
        }
        return new Leaf(node.name, chunk, physical, node.length, meaning, optional, refused);
    }

    private static Node node(CompactReader in) {
        Node node = new Node();
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> node.physical = in.i32();
                case 2 -> node.length = in.i32();
                case 3 -> node.repetition = in.i32();
                case 4 -> node.name = in.text();
                case 5 -> node.children = in.i32();
                case 6 -> node.converted = in.i32();
                case 7 -> node.scale = in.i32();
                case 8 -> node.precision = in.i32();
                case 10 -> logical(in, node);
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        if (node.children < 0 || node.length < 0) {
            throw new DamagedException("its schema holds a negative size");
        }
        return node;
    }

    private static void logical(CompactReader in, Node node) {
        int outer = in.beginStructField();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> node.meaning = simple(in, Meaning.Kind.STRING);
                case 2 -> node.logicalName = named(in, "MAP");
                case 3 -> node.logicalName = named(in, "LIST");
                case 4 -> node.meaning = simple(in, Meaning.Kind.ENUM);
                case 5 -> node.meaning = decimal(in);
                case 6 -> node.meaning = simple(in, Meaning.Kind.DATE);
                case 7 -> node.meaning = time(in, Meaning.Kind.TIME);
                case 8 -> node.meaning = time(in, Meaning.Kind.TIMESTAMP);
                case 10 -> node.meaning = integer(in);
                case 12 -> node.meaning = simple(in, Meaning.Kind.JSON);
                default -> other(in, node);
            }
        }
        in.endStruct(outer);
    }

    private static void other(CompactReader in, Node node) {
        node.logicalName = switch (in.field()) {
            case 11 -> "always NULL";
            case 13 -> "BSON";
            case 14 -> "UUID";
            case 15 -> "FLOAT16";
            case 16 -> "VARIANT";
            case 17 -> "GEOMETRY";
            case 18 -> "GEOGRAPHY";
            default -> "logical type " + in.field();
        };
        node.meaning = simple(in, Meaning.Kind.OTHER);
    }

    private static Meaning simple(CompactReader in, Meaning.Kind kind) {
        in.skip();
        return Meaning.of(kind);
    }

    private static String named(CompactReader in, String name) {
        in.skip();
        return name;
    }

    private static Meaning decimal(CompactReader in) {
        int scale = 0;
        int precision = 0;
        int outer = in.beginStructField();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> scale = in.i32();
                case 2 -> precision = in.i32();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        return new Meaning(Meaning.Kind.DECIMAL, precision, scale);
    }

    private static Meaning time(CompactReader in, Meaning.Kind kind) {
        int unit = 0;
        int outer = in.beginStructField();
        while (in.nextField()) {
            if (in.field() == 2) {
                int unitOuter = in.beginStructField();
                while (in.nextField()) {
                    unit = in.field();
                    in.skip();
                }
                in.endStruct(unitOuter);
            } else {
                in.skip();
            }
        }
        in.endStruct(outer);
        if (unit < Meaning.MILLIS || unit > Meaning.NANOS) {
            throw new DamagedException("a time has no unit");
        }
        return new Meaning(kind, unit, 0);
    }

    private static Meaning integer(CompactReader in) {
        int bits = 0;
        boolean signed = true;
        int outer = in.beginStructField();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> bits = in.i32();
                case 2 -> signed = in.bool();
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
            throw new DamagedException("an integer has " + bits + " bits");
        }
        return Meaning.integer(bits, signed);
    }

    /** What older writers say. */
    private static Meaning converted(Node node) {
        return switch (node.converted) {
            case -1 -> Meaning.NONE;
            case 0 -> Meaning.of(Meaning.Kind.STRING);
            case 4 -> Meaning.of(Meaning.Kind.ENUM);
            case 5 -> new Meaning(Meaning.Kind.DECIMAL, node.precision, node.scale);
            case 6 -> Meaning.of(Meaning.Kind.DATE);
            case 7 -> new Meaning(Meaning.Kind.TIME, Meaning.MILLIS, 0);
            case 8 -> new Meaning(Meaning.Kind.TIME, Meaning.MICROS, 0);
            case 9 -> new Meaning(Meaning.Kind.TIMESTAMP, Meaning.MILLIS, 0);
            case 10 -> new Meaning(Meaning.Kind.TIMESTAMP, Meaning.MICROS, 0);
            case 11, 12, 13, 14 -> Meaning.integer(8 << (node.converted - 11), false);
            case 15, 16, 17, 18 -> Meaning.integer(8 << (node.converted - 15), true);
            case 19 -> Meaning.of(Meaning.Kind.JSON);
            default -> Meaning.of(Meaning.Kind.OTHER);
        };
    }
}
