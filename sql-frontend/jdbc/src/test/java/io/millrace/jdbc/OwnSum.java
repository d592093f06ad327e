package io.millrace.jdbc;

import io.millrace.aggregate.UserAggregate;
import io.millrace.columnar.DataType;
import java.nio.ByteBuffer;
import java.util.List;

/** An aggregate that a program brings along. */
final class OwnSum implements UserAggregate<Long> {
    @Override
    public DataType resultType(List<DataType> arguments) {
        return DataType.BIGINT;
    }

    @Override
    public Long empty() {
        return 0L;
    }

    @Override
    public Long add(Long state, Object[] arguments) {
        return state + ((Number) arguments[0]).longValue();
    }

    @Override
    public Long merge(Long state, Long other) {
        return state + other;
    }

    @Override
    public Object result(Long state) {
        return state;
    }

    @Override
    public byte[] save(Long state) {
        return ByteBuffer.allocate(8).putLong(state).array();
    }

    @Override
    public Long load(byte[] saved) {
        return ByteBuffer.wrap(saved).getLong();
    }
}
