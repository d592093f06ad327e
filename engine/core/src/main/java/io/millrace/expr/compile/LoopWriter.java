package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import java.util.ArrayList;
import java.util.List;

/** Writes the loops over the rows: one for as many expressions as fit into a method, or one for a predicate. */
final class LoopWriter {
    private LoopWriter() {}

    /** A generated class before it is compiled. */
    record Source(String text, Object[] constants) {}

    /** Computes {@code exprs.get(i)} into {@code out[i]}. */
    static Source projection(List<Expr> exprs) {
        List<Expr> normal = exprs.stream().map(Normal::of).toList();
        ClassText classText = new ClassText(new Shapes(normal));
        StringBuilder run = new StringBuilder();
        for (int from = 0, loop = 0; from < normal.size(); loop++) {
            int to = from;
            int weight = 0;
            while (to < normal.size() && (to == from || weight < Shapes.METHOD_WEIGHT_MAX)) {
                weight += 1 + classText.shapes().weight(normal.get(to++));
            }
            run.append("loop" + loop + "(rowCount, out);\n");
            addLoop(classText, normal, from, to, "loop" + loop);
            from = to;
        }
        run.append("return 0;\n");
        return new Source(
                classText.finish(run.toString()), classText.constants().toArray());
    }

    private static void addLoop(ClassText classText, List<Expr> exprs, int from, int to, String name) {
        Code code = classText.newCode();
        ExprWriter writer = new ExprWriter(classText, code);
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = from; i < to; i++) {
            Output output = new Output(classText, i, exprs.get(i).type());
            output.begin(before);
            output.add(code, writer.write(exprs.get(i)));
            output.end(after);
        }
        classText.addMethod("private void " + name + "(int rowCount, Column[] out) {\n" + before + columnLocals(code)
                + "for (int row = 0; row < rowCount; row++) {\n" + code + "}\n" + after + "}\n");
    }

    /** Collects the rows for which the predicate is true. */
    static Source predicate(Expr predicate) {
        List<Expr> conjuncts = new ArrayList<>();
        addConjuncts(Normal.of(predicate), conjuncts);
        ClassText classText = new ClassText(new Shapes(conjuncts));
        List<Code> parts = new ArrayList<>(List.of(classText.newCode()));
        int weight = 0;
        for (Expr conjunct : conjuncts) {
            int more = classText.shapes().weight(conjunct);
            if (weight > 0 && weight + more > Shapes.METHOD_WEIGHT_MAX) {
                parts.add(classText.newCode());
                weight = 0;
            }
            weight += more;
            Code part = parts.get(parts.size() - 1);
            Value value = new ExprWriter(classText, part).write(conjunct);
            String fails = (value.neverNull() ? "" : value.isNull() + " || ") + "!" + value.java();
            part.line("if (" + fails + ") " + (parts.size() == 1 ? "continue;" : "return false;"));
        }
        return new Source(
                classText.finish(selection(classText, parts)),
                classText.constants().toArray());
    }

    /** The first part stands in the loop itself, the others are methods. */
    private static String selection(ClassText classText, List<Code> parts) {
        StringBuilder run = new StringBuilder("int count = 0;\n").append(columnLocals(parts.get(0)));
        run.append("for (int row = 0; row < rowCount; row++) {\n").append(parts.get(0));
        for (Code part : parts.subList(1, parts.size())) {
            String name = part.fresh("test");
            classText.addMethod("private boolean " + name + "(int row) {\n" + part + "return true;\n}\n");
            run.append("if (!" + name + "(row)) continue;\n");
        }
        return run.append("selected[count++] = row;\n}\nreturn count;\n").toString();
    }

    /** Locals in the place of fields, which a loop would read again after every call. */
    private static String columnLocals(Code code) {
        StringBuilder locals = new StringBuilder();
        for (InputRef column : code.columns()) {
            String name = "c" + column.index();
            String array = switch (column.type().storage()) {
                case LONG -> "long[] ";
                case DOUBLE -> "double[] ";
                case BYTES -> "byte[] ";
                case OBJECT -> "Object[] ";
            };
            locals.append(array + name + " = this." + name + "; boolean[] " + name + "n = this." + name + "n;\n");
            if (column.type().storage() == DataType.Storage.BYTES) {
                locals.append("int[] " + name + "o = this." + name + "o;\n");
            }
        }
        return locals.toString();
    }

    private static void addConjuncts(Expr expr, List<Expr> conjuncts) {
        if (expr instanceof Call call && call.function().equals("AND")) {
            call.args().forEach(arg -> addConjuncts(arg, conjuncts));
        } else {
            conjuncts.add(expr);
        }
    }

    /** The column that one expression is collected into. */
    private record Output(ClassText classText, int index, DataType type) {

        void begin(StringBuilder text) {
            switch (type.storage()) {
                case LONG -> text.append("long[] o" + index + " = new long[rowCount]; ");
                case DOUBLE -> text.append("double[] o" + index + " = new double[rowCount]; ");
                case OBJECT -> text.append("Object[] o" + index + " = new Object[rowCount]; ");
                case BYTES ->
                    text.append("ColumnBuilder o" + index + " = ColumnBuilder.of(" + classText.typeConstant(type)
                            + ", rowCount);\n");
            }
            if (type.storage() != DataType.Storage.BYTES) {
                text.append("boolean[] o" + index + "n = null;\n");
            }
        }

        void add(Code code, Value value) {
            boolean bytes = type.storage() == DataType.Storage.BYTES;
            String java = switch (value.domain()) {
                case BOOL -> value.java() + " ? 1L : 0L";
                default -> value.java();
            };
            String set = bytes
                    ? "o" + index + ".append(" + value.java() + ", " + value.from() + ", " + value.to() + " - "
                            + value.from() + ");"
                    : "o" + index + "[row] = " + java + ";";
            String setNull = bytes
                    ? "o" + index + ".appendNull();"
                    : "if (o" + index + "n == null) o" + index + "n = new boolean[rowCount]; o" + index
                            + "n[row] = true;";
            if (value.neverNull()) {
                code.line(set);
            } else {
                code.line("if (" + value.isNull() + ") { " + setNull + " } else { " + set + " }");
            }
        }

        void end(StringBuilder text) {
            String column = switch (type.storage()) {
                case LONG -> "new LongColumn(o" + index + ", o" + index + "n, rowCount)";
                case DOUBLE -> "new DoubleColumn(o" + index + ", o" + index + "n, rowCount)";
                case OBJECT -> "new ObjectColumn(o" + index + ", o" + index + "n, rowCount)";
                case BYTES -> "o" + index + ".build()";
            };
            text.append("out[" + index + "] = " + column + ";\n");
        }
    }
}
