package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.expr.runtime.LikePattern;
import java.util.List;
import java.util.Map;

/** Functions of text on its bytes. Positions and lengths count characters, of byte strings bytes. */
final class TextWriters {
    private TextWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        writers.put("UPPER", (call, writer) -> simple(call, writer, "Texts.upper(%)"));
        writers.put("LOWER", (call, writer) -> simple(call, writer, "Texts.lower(%)"));
        writers.put("CHAR_LENGTH", (call, writer) -> simple(call, writer, "(long) Utf8.length(%)"));
        writers.put("OCTET_LENGTH", TextWriters::octetLength);
        writers.put("SUBSTRING", TextWriters::substring);
        writers.put("TRIM", TextWriters::trim);
        writers.put("||", TextWriters::concat);
        writers.put("POSITION", TextWriters::position);
        writers.put("LIKE", TextWriters::like);
        writers.put("SPLIT", TextWriters::split);
    }

    private static Value simple(Call call, ExprWriter writer, String template) {
        Value arg = writer.write(call.args().get(0));
        return writer.code().strict(call.type(), List.of(arg), template.replace("%", arg.range()));
    }

    private static Value octetLength(Call call, ExprWriter writer) {
        Value arg = writer.write(call.args().get(0));
        return writer.code().total(call.type(), List.of(arg), "(long) (" + arg.to() + " - " + arg.from() + ")");
    }

    /** A part of the argument's own bytes: nothing is copied. */
    private static Value substring(Call call, ExprWriter writer) {
        Code code = writer.code();
        List<Value> args = writer.writeAll(call.args());
        Value text = args.get(0);
        String isNull = code.anyNull(args);
        if (isNull.equals("true")) {
            return Value.nullOf(call.type());
        }
        boolean characters = text.type().isString();
        String start = args.get(1).in(Domain.LONG);
        String from = code.fresh("v");
        String to = code.fresh("v");
        code.line("int " + from + " = 0, " + to + " = 0;");
        code.open(isNull.equals("false") ? "" : "if (!" + isNull + ")");
        code.line(from + " = Texts.substringStart(" + text.range() + ", " + start + ", " + characters + ");");
        String end = call.args().size() == 2
                ? text.to()
                : "Texts.substringEnd(" + text.range() + ", " + from + ", " + start + ", "
                        + args.get(2).in(Domain.LONG) + ", " + characters + ")";
        code.line(to + " = " + end + ";");
        code.close();
        return Value.text(call.type(), text.java(), from, to, isNull);
    }

    private static Value trim(Call call, ExprWriter writer) {
        Code code = writer.code();
        Object flag = ((Literal) call.args().get(0)).value();
        Value character = writer.write(call.args().get(1));
        Value text = writer.write(call.args().get(2));
        String isNull = code.anyNull(List.of(character, text));
        if (isNull.equals("true")) {
            return Value.nullOf(call.type());
        }
        String from = code.local("int", text.from());
        String to = code.local("int", text.to());
        code.open(isNull.equals("false") ? "" : "if (!" + isNull + ")");
        String rest = text.java() + ", " + from + ", " + to + ", " + character.range() + ");";
        if (!flag.equals("TRAILING")) {
            code.line(from + " = Texts.trimStart(" + rest);
        }
        if (!flag.equals("LEADING")) {
            code.line(to + " = Texts.trimEnd(" + rest);
        }
        code.close();
        return Value.text(call.type(), text.java(), from, to, isNull);
    }

    private static Value concat(Call call, ExprWriter writer) {
        List<Value> args = writer.writeAll(call.args());
        Value a = args.get(0);
        Value b = args.get(1);
        String java = a.domain() == Domain.OBJECT
                ? "Nested.concat(" + a.java() + ", " + b.java() + ")"
                : "Texts.concat(" + a.range() + ", " + b.range() + ")";
        return writer.code().strict(call.type(), args, java);
    }

    private static Value position(Call call, ExprWriter writer) {
        if (call.args().size() > 3) {
            return ProvidedFunctions.write(call, writer);
        }
        List<Value> args = writer.writeAll(call.args());
        String start = args.size() == 3 ? args.get(2).in(Domain.LONG) : "1L";
        boolean characters = args.get(1).type().isString();
        String java = "Texts.position(" + args.get(0).range() + ", "
                + args.get(1).range() + ", " + start + ", " + characters + ")";
        return writer.code().strict(call.type(), args, java);
    }

    private static Value like(Call call, ExprWriter writer) {
        Expr pattern = call.args().get(1);
        Expr escape = call.args().size() > 2 ? call.args().get(2) : null;
        boolean constant = isText(pattern) && (escape == null || isText(escape));
        if (!constant) {
            List<Value> args = writer.writeAll(call.args());
            String ranges = String.join(", ", args.stream().map(Value::range).toList());
            return writer.code().strict(DataType.BOOLEAN, args, "LikePattern.matches(" + ranges + ")");
        }
        String escapeText = escape == null ? null : (String) ((Literal) escape).value();
        LikePattern compiled = LikePattern.of((String) ((Literal) pattern).value(), escapeText);
        String name = writer.classText().constant(LikePattern.class, compiled);
        Value text = writer.write(call.args().get(0));
        return writer.code().strict(DataType.BOOLEAN, List.of(text), name + ".matches(" + text.range() + ")");
    }

    private static boolean isText(Expr expr) {
        return expr instanceof Literal literal && literal.value() instanceof String;
    }

    private static Value split(Call call, ExprWriter writer) {
        List<Value> args = writer.writeAll(call.args());
        String ranges = String.join(", ", args.stream().map(Value::range).toList());
        return writer.code().strict(call.type(), args, "Texts.split(" + ranges + ")");
    }
}
