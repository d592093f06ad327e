package io.millrace.plan;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Expr;
import io.millrace.expr.ProgramFunction;
import io.millrace.process.KeyedFunction;
import io.millrace.process.RowFunction;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The written form of a plan: readable JSON. */
public final class PlanJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .addModule(new SimpleModule()
                    .addSerializer(AggregateFunction.class, new NameWriter<>(AggregateFunction::name))
                    .addDeserializer(AggregateFunction.class, new FunctionReader())
                    .addSerializer(RowFunction.class, new NameWriter<>(RowFunction::name))
                    .addDeserializer(RowFunction.class, new NameReader<>(ProgramFunctions::ofRows))
                    .addSerializer(KeyedFunction.class, new NameWriter<>(KeyedFunction::name))
                    .addDeserializer(KeyedFunction.class, new NameReader<>(ProgramFunctions::ofKeys))
                    .addSerializer(ProgramFunction.class, new NameWriter<>(ProgramFunction::signature))
                    .addDeserializer(ProgramFunction.class, new NameReader<>(ProgramFunctions::ofValues)))
            .build();

    private PlanJson() {}

    /** Writes a small plan, so that what writes plans is loaded when it is wanted. For a thread in the background. */
    public static void warmUp() {
        Schema schema = Schema.of(Field.of("a", DataType.BIGINT));
        Expr column = Expr.column(0, DataType.BIGINT, true);
        Expr positive = Expr.call(">", DataType.BOOLEAN, true, column, Expr.literal(0L, DataType.BIGINT));
        PlanNode rows = new Filter(new Scan("t", "t", List.of(0), schema), positive);
        write(new QueryPlan(new Project(rows, List.of(column), schema), OutputMode.APPEND, null, false));
    }

    public static String write(QueryPlan plan) {
        try {
            return MAPPER.writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.INTERNAL, "the plan cannot be written: " + e.getMessage(), e);
        }
    }

    /** @param functions finds the aggregates that the plan names. Errors: UNKNOWN_FUNCTION, CHECKPOINT_CORRUPT */
    public static QueryPlan read(String json, AggregateFunctions functions) {
        return read(json, functions, ProgramFunctions.NONE);
    }

    /** @param program has the functions that the program gives again; the plan holds others that cannot be called */
    public static QueryPlan read(String json, AggregateFunctions functions, ProgramFunctions program) {
        try {
            return MAPPER.readerFor(QueryPlan.class)
                    .withAttribute(AggregateFunctions.class, functions)
                    .withAttribute(ProgramFunctions.class, program)
                    .readValue(json);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof MillraceException known) {
                throw known;
            }
            throw new MillraceException(
                    ErrorCode.CHECKPOINT_CORRUPT, "the plan in the checkpoint cannot be read: " + e.getMessage(), e);
        }
    }

    /** A function is written as its name. */
    private static final class NameWriter<F> extends JsonSerializer<F> {
        private final Function<F, String> name;

        NameWriter(Function<F, String> name) {
            this.name = name;
        }

        @Override
        public void serialize(F function, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(name.apply(function));
        }
    }

    private static final class FunctionReader extends JsonDeserializer<AggregateFunction> {
        @Override
        public AggregateFunction deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String name = in.getValueAsString();
            if (AggregateFunctions.isOfProgram(name)) {
                return ((ProgramFunctions) context.getAttribute(ProgramFunctions.class)).aggregate(name);
            }
            return ((AggregateFunctions) context.getAttribute(AggregateFunctions.class)).of(name);
        }
    }

    private static final class NameReader<F> extends JsonDeserializer<F> {
        private final BiFunction<ProgramFunctions, String, F> find;

        NameReader(BiFunction<ProgramFunctions, String, F> find) {
            this.find = find;
        }

        @Override
        public F deserialize(JsonParser in, DeserializationContext context) throws IOException {
            ProgramFunctions program = (ProgramFunctions) context.getAttribute(ProgramFunctions.class);
            return find.apply(program, in.getValueAsString());
        }
    }
}
