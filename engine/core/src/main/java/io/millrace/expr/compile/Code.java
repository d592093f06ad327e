package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Java text of one method as it is written: statements, fresh names, and which subexpressions have already been
 * computed where the text now stands.
 */
final class Code {
    private final Names names;
    private final StringBuilder text = new StringBuilder();
    private final Deque<Map<Expr, Value>> scopes = new ArrayDeque<>();
    private final Map<Integer, InputRef> columns = new TreeMap<>();

    /** Numbers for names, unique within a class. */
    static final class Names {
        private int last;

        String fresh(String prefix) {
            return prefix + last++;
        }
    }

    Code(Names names) {
        this.names = names;
        scopes.push(new HashMap<>());
    }

    void use(InputRef column) {
        columns.put(column.index(), column);
    }

    /** The columns that the text reads. */
    Collection<InputRef> columns() {
        return columns.values();
    }

    void line(String statement) {
        text.append(statement).append('\n');
    }

    /** Begins a block that may not be run: what is computed in it is forgotten after it. */
    void open(String head) {
        line(head + " {");
        scopes.push(new HashMap<>());
    }

    void close() {
        scopes.pop();
        line("}");
    }

    Value known(Expr expr) {
        for (Map<Expr, Value> scope : scopes) {
            Value value = scope.get(expr);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    void remember(Expr expr, Value value) {
        scopes.peek().put(expr, value);
    }

    String fresh(String prefix) {
        return names.fresh(prefix);
    }

    /** A new local with this value. */
    String local(String javaType, String value) {
        String name = fresh("v");
        line(javaType + " " + name + " = " + value + ";");
        return name;
    }

    /** New locals for a value that is assigned later; NULL until then. */
    Value declare(DataType type) {
        String name = fresh("v");
        Domain domain = Domain.of(type);
        line(domain.javaType() + " " + name + " = " + domain.defaultValue() + ";");
        line("boolean " + name + "n = true;");
        if (domain != Domain.TEXT) {
            return Value.of(type, name, name + "n");
        }
        line("int " + name + "f = 0, " + name + "t = 0;");
        return Value.text(type, name, name + "f", name + "t", name + "n");
    }

    /** Assigns to declared locals. */
    void assign(Value target, Value value) {
        line(target.isNull() + " = " + value.isNull() + ";");
        if (value.alwaysNull()) {
            return;
        }
        line(target.java() + " = " + value.java() + ";");
        if (target.domain() == Domain.TEXT) {
            line(target.from() + " = " + value.from() + "; " + target.to() + " = " + value.to() + ";");
        }
    }

    /** Whether any of the values is NULL, as {@code false}, {@code true} or the name of a boolean. */
    String anyNull(List<Value> values) {
        List<String> nulls = new ArrayList<>();
        for (Value value : values) {
            if (value.alwaysNull()) {
                return "true";
            }
            if (!value.neverNull() && !nulls.contains(value.isNull())) {
                nulls.add(value.isNull());
            }
        }
        if (nulls.isEmpty()) {
            return "false";
        }
        return nulls.size() == 1 ? nulls.get(0) : local("boolean", String.join(" || ", nulls));
    }

    /** The result of a function that is NULL exactly where an argument is; {@code java} may fail or need its arguments. */
    Value strict(DataType type, List<Value> args, String java) {
        String isNull = anyNull(args);
        if (isNull.equals("true")) {
            return Value.nullOf(type);
        }
        Domain domain = Domain.of(type);
        String name = fresh("v");
        if (isNull.equals("false")) {
            line(domain.javaType() + " " + name + " = " + java + ";");
        } else {
            line(domain.javaType() + " " + name + " = " + domain.defaultValue() + ";");
            line("if (!" + isNull + ") " + name + " = " + java + ";");
        }
        return domain == Domain.TEXT
                ? Value.text(type, name, "0", name + ".length", isNull)
                : Value.of(type, name, isNull);
    }

    /** As {@link #strict}, for primitive expressions that cannot fail and may be computed where a NULL is. */
    Value total(DataType type, List<Value> args, String java) {
        String isNull = anyNull(args);
        return isNull.equals("true")
                ? Value.nullOf(type)
                : Value.of(type, local(Domain.of(type).javaType(), java), isNull);
    }

    /** The result of a function that gives null for NULL, and is NULL where an argument is. */
    Value nullable(DataType type, List<Value> args, String objectJava) {
        String isNull = anyNull(args);
        if (isNull.equals("true")) {
            return Value.nullOf(type);
        }
        String object = fresh("v");
        line("Object " + object + " = null;");
        line(
                isNull.equals("false")
                        ? object + " = " + objectJava + ";"
                        : "if (!" + isNull + ") " + object + " = " + objectJava + ";");
        return unboxed(type, object);
    }

    /** The value that a local of type Object holds. */
    Value unboxed(DataType type, String object) {
        String isNull = local("boolean", object + " == null");
        String name = fresh("v");
        String java = switch (Domain.of(type)) {
            case BOOL -> "boolean " + name + " = !" + isNull + " && ((Boolean) " + object + ").booleanValue();";
            case LONG -> "long " + name + " = " + isNull + " ? 0L : ((Number) " + object + ").longValue();";
            case DOUBLE -> "double " + name + " = " + isNull + " ? 0.0 : ((Number) " + object + ").doubleValue();";
            case DECIMAL -> "java.math.BigDecimal " + name + " = (java.math.BigDecimal) " + object + ";";
            case TEXT -> "byte[] " + name + " = Nested.bytes(" + object + ");";
            case OBJECT -> "Object " + name + " = " + object + ";";
        };
        line(java);
        return Domain.of(type) == Domain.TEXT
                ? Value.text(type, name, "0", name + ".length", isNull)
                : Value.of(type, name, isNull);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
