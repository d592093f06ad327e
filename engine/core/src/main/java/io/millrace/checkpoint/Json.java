package io.millrace.checkpoint;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON in checkpoint files; maps in the order of their keys, so that equal values have equal text. What can be
 * written can be read: no limits but memory, since the bytes are our own and checked.
 */
final class Json {
    private static final ObjectMapper MAPPER = mapper(false);
    private static final ObjectMapper ASCII_MAPPER = mapper(true);

    private Json() {}

    private static ObjectMapper mapper(boolean ascii) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxDocumentLength(-1)
                        .build())
                .configure(JsonWriteFeature.ESCAPE_NON_ASCII, ascii)
                .build();
        return JsonMapper.builder(factory)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .build();
    }

    static String write(Object value) {
        try {
            String text = MAPPER.writeValueAsString(value);
            // half a surrogate pair has no UTF-8 form, but an escape
            return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : ASCII_MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new MillraceException(
                    ErrorCode.INTERNAL, "a checkpoint entry cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /** Fails with a message for {@link GuardedStore#corrupt}. */
    static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(json, type);
    }
}
