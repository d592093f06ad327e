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
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;

/** The written form of a plan: readable JSON. */
public final class PlanJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .addModule(new SimpleModule()
                    .addSerializer(AggregateFunction.class, new FunctionWriter())
                    .addDeserializer(AggregateFunction.class, new FunctionReader()))
            .build();

    private PlanJson() {}

    public static String write(QueryPlan plan) {
        try {
            return MAPPER.writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.INTERNAL, "the plan cannot be written: " + e.getMessage(), e);
        }
    }

    /** @param functions finds the aggregates that the plan names. Errors: UNKNOWN_FUNCTION, CHECKPOINT_CORRUPT */
    public static QueryPlan read(String json, AggregateFunctions functions) {
        try {
            return MAPPER.readerFor(QueryPlan.class)
                    .withAttribute(AggregateFunctions.class, functions)
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
    private static final class FunctionWriter extends JsonSerializer<AggregateFunction> {
        @Override
        public void serialize(AggregateFunction function, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(function.name());
        }
    }

    private static final class FunctionReader extends JsonDeserializer<AggregateFunction> {
        @Override
        public AggregateFunction deserialize(JsonParser in, DeserializationContext context) throws IOException {
            AggregateFunctions functions = (AggregateFunctions) context.getAttribute(AggregateFunctions.class);
            return functions.of(in.getValueAsString());
        }
    }
}
