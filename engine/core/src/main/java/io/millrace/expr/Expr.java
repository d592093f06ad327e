package io.millrace.expr;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.millrace.columnar.DataType;
import java.util.List;

/**
 * A typed scalar expression over the columns of one batch. Printable and serialisable: a checkpoint keeps it.
 *
 * <p>A {@link Call} names its function as SQL does, in upper case. The package doc says which names the engine
 * compiles itself; every other is looked up among the {@link ScalarFunctionProvider}s, unless the call has a function of
 * the program with it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "expr")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InputRef.class, name = "column"),
    @JsonSubTypes.Type(value = Literal.class, name = "literal"),
    @JsonSubTypes.Type(value = Call.class, name = "call")
})
public sealed interface Expr permits InputRef, Literal, Call {
    DataType type();

    boolean nullable();

    static InputRef column(int index, DataType type, boolean nullable) {
        return new InputRef(index, type, nullable);
    }

    static Literal literal(Object value, DataType type) {
        return new Literal(value, type);
    }

    static Call call(String function, DataType type, boolean nullable, Expr... args) {
        return new Call(function, List.of(args), type, nullable);
    }
}
