package io.millrace.sql.expr;

import io.millrace.sql.types.MillraceTypeSystem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;

/** Types for Calcite's code generator: text is UTF-8, DECIMAL has 38 digits. */
final class RuntimeTypeFactory extends JavaTypeFactoryImpl {
    static final RuntimeTypeFactory INSTANCE = new RuntimeTypeFactory();

    private RuntimeTypeFactory() {
        super(MillraceTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
