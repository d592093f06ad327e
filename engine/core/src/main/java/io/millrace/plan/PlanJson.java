package io.millrace.plan;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/** The written form of a plan: readable JSON. */
public final class PlanJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .build();

    private PlanJson() {}

    public static String write(QueryPlan plan) {
        try {
            return MAPPER.writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.INTERNAL, "the plan cannot be written: " + e.getMessage(), e);
        }
    }

    public static QueryPlan read(String json) {
        try {
            return MAPPER.readValue(json, QueryPlan.class);
        } catch (JsonProcessingException e) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT_CORRUPT, "the plan in the checkpoint cannot be read: " + e.getMessage(), e);
        }
    }
}
