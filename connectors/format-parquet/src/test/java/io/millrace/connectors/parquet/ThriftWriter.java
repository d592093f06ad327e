package io.millrace.connectors.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Thrift's compact protocol, as far as tests write it. A struct ends with {@link #end}. */
final class ThriftWriter {
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ThriftWriter number(int field, long value) {
        header(field, I64);
        return element(value);
    }

    ThriftWriter bytes(int field, byte[] value) {
        header(field, BINARY);
        return element(value);
    }

    ThriftWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ThriftWriter struct(int field) {
        header(field, STRUCT);
        return this;
    }

    ThriftWriter end() {
        out.write(0);
        return this;
    }

    ThriftWriter structs(int field, int count) {
        return list(field, STRUCT, count);
    }

    ThriftWriter numbers(int field, int count) {
        return list(field, I64, count);
    }

    ThriftWriter binaries(int field, int count) {
        return list(field, BINARY, count);
    }

    ThriftWriter booleans(int field, int count) {
        return list(field, 1, count);
    }

    ThriftWriter element(long value) {
        varint((value << 1) ^ (value >> 63));
        return this;
    }

    ThriftWriter element(byte[] value) {
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    ThriftWriter element(boolean value) {
        out.write(value ? 1 : 2);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private ThriftWriter list(int field, int type, int count) {
        header(field, LIST);
        out.write(0xF0 | type);
        varint(count);
        return this;
    }

    private void header(int field, int type) {
        out.write(type);
        varint(2L * field);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
