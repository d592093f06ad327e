package io.millrace.sql.expr;

import io.millrace.expr.EvalContext;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;

/** What a function of Calcite's may ask of its surroundings, its arguments among it. */
final class FunctionContext implements DataContext {
    private Object[] row;
    private EvalContext context;

    void set(Object[] newRow, EvalContext newContext) {
        row = newRow;
        context = newContext;
    }

    @Override
    public Object get(String name) {
        return switch (name) {
            case "inputRecord" -> row;
            case "user", "systemUser" -> System.getProperty("user.name");
            case "timeZone" -> TimeZone.getTimeZone(context.zone());
            case "locale" -> Locale.ROOT;
            default -> null;
        };
    }

    @Override
    public SchemaPlus getRootSchema() {
        return null;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
        return RuntimeTypeFactory.INSTANCE;
    }

    @Override
    public QueryProvider getQueryProvider() {
        return null;
    }
}
