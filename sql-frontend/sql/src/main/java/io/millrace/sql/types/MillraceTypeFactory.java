package io.millrace.sql.types;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;

/** Makes SQL types; strings are UTF-8. Thread-safe: one instance serves all sessions, so that types are shared. */
public final class MillraceTypeFactory extends SqlTypeFactoryImpl {
    public static final MillraceTypeFactory INSTANCE = new MillraceTypeFactory();

    private MillraceTypeFactory() {
        super(MillraceTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
