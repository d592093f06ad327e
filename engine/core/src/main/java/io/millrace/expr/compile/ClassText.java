package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Java text of one generated class: its fields, its constants and the methods that expressions were cut into. */
final class ClassText {
    static final String PACKAGE = "io.millrace.expr.generated";
    static final String NAME = "GeneratedKernel";

    private static final String[] IMPORTS = {
        "io.millrace.columnar.BytesColumn",
        "io.millrace.columnar.Column",
        "io.millrace.columnar.ColumnBatch",
        "io.millrace.columnar.ColumnBuilder",
        "io.millrace.columnar.DataType",
        "io.millrace.columnar.DoubleColumn",
        "io.millrace.columnar.LongColumn",
        "io.millrace.columnar.ObjectColumn",
        "io.millrace.columnar.Utf8",
        "io.millrace.error.MillraceException",
        "io.millrace.expr.ScalarFunction",
        "io.millrace.expr.compile.Kernel",
        "io.millrace.expr.runtime.Casts",
        "io.millrace.expr.runtime.Comparisons",
        "io.millrace.expr.runtime.DecimalMath",
        "io.millrace.expr.runtime.IntegerMath",
        "io.millrace.expr.runtime.IntervalMath",
        "io.millrace.expr.runtime.LikePattern",
        "io.millrace.expr.runtime.Nested",
        "io.millrace.expr.runtime.NestedCast",
        "io.millrace.expr.runtime.Texts",
        "io.millrace.expr.runtime.TimeFields",
        "io.millrace.expr.runtime.TimeMath",
        "io.millrace.expr.runtime.TimeUnits"
    };

    private final Code.Names names = new Code.Names();
    private final Shapes shapes;
    private final Map<Integer, InputRef> columns = new LinkedHashMap<>();
    private final List<Object> constants = new ArrayList<>();
    private final Map<Object, String> constantNames = new HashMap<>();
    private final Map<Expr, Value> methodResults = new HashMap<>();
    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder constructor = new StringBuilder();
    private final StringBuilder resets = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();

    ClassText(Shapes shapes) {
        this.shapes = shapes;
    }

    Shapes shapes() {
        return shapes;
    }

    Code newCode() {
        return new Code(names);
    }

    List<Object> constants() {
        return constants;
    }

    /** Name of the field that holds a value known when the class is instantiated. */
    String constant(Class<?> type, Object value) {
        boolean shared = value instanceof DataType || value instanceof Enum<?>;
        String known = shared ? constantNames.get(value) : null;
        if (known != null) {
            return known;
        }
        String name = "k" + constants.size();
        String javaType = type.getCanonicalName();
        fields.append("private final ")
                .append(javaType)
                .append(' ')
                .append(name)
                .append(";\n");
        constructor
                .append(name)
                .append(" = (")
                .append(javaType)
                .append(") constants[")
                .append(constants.size());
        constructor.append("];\n");
        constants.add(value);
        if (shared) {
            constantNames.put(value, name);
        }
        return name;
    }

    String typeConstant(DataType type) {
        return constant(DataType.class, type);
    }

    /** Name of the field that holds the column's values; its NULL flags have an n behind, its offsets an o. */
    String column(InputRef column) {
        columns.putIfAbsent(column.index(), column);
        return "c" + column.index();
    }

    boolean isMethod(Call call) {
        return shapes.isMethod(call);
    }

    /** Writes the call of the method that computes {@code call}, and the method itself when it is the first. */
    Value callMethod(Call call, Code code) {
        boolean once = shapes.isConstant(call);
        Value fieldValue = methodResults.get(call);
        if (fieldValue == null) {
            fieldValue = method(call, names.fresh("m"));
            if (shapes.isStable(call)) {
                methodResults.put(call, fieldValue);
            }
            if (once) {
                String done = methodName(fieldValue) + "done";
                fields.append("private boolean ").append(done).append(";\n");
                resets.append(done).append(" = false;\n");
            }
        }
        String name = methodName(fieldValue);
        if (once) {
            code.line("if (!" + name + "done) { " + name + "(row); " + name + "done = true; }");
        } else {
            code.line(name + "(row);");
        }
        return local(fieldValue, code);
    }

    private static String methodName(Value fieldValue) {
        return fieldValue.java().substring(0, fieldValue.java().length() - 1);
    }

    private Value method(Call call, String name) {
        Code body = newCode();
        Value value = new ExprWriter(this, body).writeCall(call);
        DataType type = call.type();
        Domain domain = Domain.of(type);
        Value field = domain == Domain.TEXT
                ? Value.text(type, name + "v", name + "f", name + "t", name + "n")
                : Value.of(type, name + "v", name + "n");
        fields.append("private ").append(domain.javaType()).append(' ').append(field.java());
        fields.append(" = ").append(domain.defaultValue()).append(";\n");
        fields.append("private boolean ").append(field.isNull()).append(";\n");
        if (domain == Domain.TEXT) {
            fields.append("private int " + name + "f, " + name + "t;\n");
        }
        body.assign(field, value);
        methods.append("private void ")
                .append(name)
                .append("(int row) {\n")
                .append(body)
                .append("}\n");
        return field;
    }

    private static Value local(Value field, Code code) {
        String isNull = code.local("boolean", field.isNull());
        String java = code.local(field.domain().javaType(), field.java());
        if (field.domain() != Domain.TEXT) {
            return Value.of(field.type(), java, isNull);
        }
        return Value.text(field.type(), java, code.local("int", field.from()), code.local("int", field.to()), isNull);
    }

    void addMethod(String text) {
        methods.append(text);
    }

    /** The whole class; {@code runBody} is the body of its run method. */
    String finish(String runBody) {
        StringBuilder text = new StringBuilder("package ").append(PACKAGE).append(";\n");
        for (String name : IMPORTS) {
            text.append("import ").append(name).append(";\n");
        }
        StringBuilder bind = new StringBuilder();
        columns.values().forEach(column -> appendColumn(column, bind));
        text.append("public final class ")
                .append(NAME)
                .append(" extends Kernel {\n")
                .append(fields);
        text.append("public ")
                .append(NAME)
                .append("(Object[] constants) {\n")
                .append(constructor)
                .append("}\n");
        text.append("protected void bind(ColumnBatch batch) {\n")
                .append(bind)
                .append(resets)
                .append("}\n");
        text.append("protected int run(int rowCount, Column[] out, int[] selected) {\n");
        return text.append(runBody).append("}\n").append(methods).append("}\n").toString();
    }

    private void appendColumn(InputRef column, StringBuilder bind) {
        String name = "c" + column.index();
        String from = "batch.column(" + column.index() + ")";
        switch (column.type().storage()) {
            case LONG -> appendArray(bind, name, "LongColumn", "long[]", from);
            case DOUBLE -> appendArray(bind, name, "DoubleColumn", "double[]", from);
            case OBJECT -> appendArray(bind, name, "ObjectColumn", "Object[]", from);
            case BYTES -> {
                fields.append(
                        "private byte[] " + name + "; private int[] " + name + "o; private boolean[] " + name + "n;\n");
                bind.append("BytesColumn b" + name + " = (BytesColumn) " + from + ";\n" + name + " = b" + name
                        + ".data(); " + name + "o = b" + name + ".offsets(); " + name + "n = b" + name
                        + ".nulls();\n");
            }
        }
    }

    private void appendArray(StringBuilder bind, String name, String columnClass, String arrayType, String from) {
        fields.append("private " + arrayType + " " + name + "; private boolean[] " + name + "n;\n");
        bind.append(columnClass + " b" + name + " = (" + columnClass + ") " + from + ";\n" + name + " = b" + name
                + ".values(); " + name + "n = b" + name + ".nulls();\n");
    }
}
