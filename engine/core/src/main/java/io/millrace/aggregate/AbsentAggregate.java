package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;

/** Stands for an aggregate of a program that is not there: what it has kept stays bytes. */
record AbsentAggregate(String name) implements UserAggregate<byte[]> {
    @Override
    public DataType resultType(List<DataType> arguments) {
        throw missing();
    }

    @Override
    public byte[] empty() {
        return new byte[0];
    }

    @Override
    public byte[] add(byte[] state, Object[] arguments) {
        throw missing();
    }

    @Override
    public byte[] merge(byte[] state, byte[] other) {
        throw missing();
    }

    @Override
    public Object result(byte[] state) {
        throw missing();
    }

    @Override
    public byte[] save(byte[] state) {
        return state;
    }

    @Override
    public byte[] load(byte[] saved) {
        return saved;
    }

    private MillraceException missing() {
        return new MillraceException(
                ErrorCode.UNKNOWN_FUNCTION,
                "the plan names an aggregate \"" + name + "\" of a program, which is not there; start the query from"
                        + " the program that has it");
    }
}
