package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.Field;
import io.millrace.expr.Call;
import io.millrace.expr.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ARRAY, MAP and ROW values: constructors, and access to their parts. */
final class NestedWriters {
    private NestedWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        writers.put("ARRAY", NestedWriters::array);
        writers.put("MAP", NestedWriters::map);
        writers.put("ROW", NestedWriters::row);
        writers.put("FIELD", NestedWriters::field);
        writers.put("ITEM", NestedWriters::item);
        writers.put("CARDINALITY", NestedWriters::cardinality);
        writers.put("ELEMENT", (call, writer) -> {
            Value arg = writer.write(call.args().get(0));
            return writer.code().nullable(call.type(), List.of(arg), "Nested.element(" + arg.java() + ")");
        });
    }

    private static Value array(Call call, ExprWriter writer) {
        List<DataType> types = new ArrayList<>();
        call.args().forEach(arg -> types.add(call.type().element()));
        return construct(call, writer, types, "Nested.list(");
    }

    private static Value map(Call call, ExprWriter writer) {
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < call.args().size(); i++) {
            types.add(call.type().children().get(i % 2).type());
        }
        return construct(call, writer, types, "Nested.map(");
    }

    private static Value row(Call call, ExprWriter writer) {
        return construct(
                call, writer, call.type().children().stream().map(Field::type).toList(), "Nested.list(");
    }

    private static Value construct(Call call, ExprWriter writer, List<DataType> types, String constructor) {
        Code code = writer.code();
        String objects = code.local("Object[]", "new Object[" + types.size() + "]");
        for (int i = 0; i < types.size(); i++) {
            Value value = CastWriters.cast(writer.write(call.args().get(i)), types.get(i), writer);
            if (!value.alwaysNull()) {
                String set = objects + "[" + i + "] = " + value.boxed() + ";";
                code.line(value.neverNull() ? set : "if (!" + value.isNull() + ") " + set);
            }
        }
        return Value.of(call.type(), code.local("Object", constructor + objects + ")"), "false");
    }

    private static Value field(Call call, ExprWriter writer) {
        Value row = writer.write(call.args().get(0));
        Object index = ((Literal) call.args().get(1)).value();
        return writer.code()
                .nullable(call.type(), List.of(row), "((java.util.List) " + row.java() + ").get(" + index + ")");
    }

    private static Value item(Call call, ExprWriter writer) {
        List<Value> args = writer.writeAll(call.args());
        Value from = args.get(0);
        Value key = args.get(1);
        String java;
        if (from.type().kind() == Kind.MAP) {
            Value same = CastWriters.cast(key, from.type().children().get(0).type(), writer);
            java = "((java.util.Map) " + from.java() + ").get(" + same.boxed() + ")";
        } else if (from.type().kind() == Kind.ROW && call.args().get(1) instanceof Literal literal) {
            java = "((java.util.List) " + from.java() + ").get(" + fieldIndex(from.type(), literal) + ")";
        } else {
            java = "Nested.item(" + from.java() + ", " + key.in(Domain.LONG) + ")";
        }
        return writer.code().nullable(call.type(), args, java);
    }

    private static int fieldIndex(DataType row, Literal key) {
        if (key.value() instanceof Long position) {
            return (int) (position - 1);
        }
        List<String> names = row.children().stream().map(Field::name).toList();
        return names.indexOf(key.value());
    }

    private static Value cardinality(Call call, ExprWriter writer) {
        Value arg = writer.write(call.args().get(0));
        return writer.code().strict(call.type(), List.of(arg), "Nested.size(" + arg.java() + ")");
    }
}
