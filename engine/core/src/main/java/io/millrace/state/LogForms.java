package io.millrace.state;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Storage;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The forms that rows in a {@link KeyedLog} have, by number; kept in the database beside them. Thread-safe. */
final class LogForms {
    private static final int FORMS_MAX = 250;

    private final StateDatabase database;
    private final LogKeys keys;
    /** Replaced when a form is added. */
    private volatile List<Form> forms = List.of();

    /** What a row says of itself by a number. */
    record Form(String table, StateChunk.Kind kind, Schema schema, Storage[] storages) {
        static Form of(String table, StateChunk.Kind kind, Schema schema) {
            return new Form(
                    table,
                    kind,
                    schema,
                    schema.fields().stream()
                            .map(field -> field.type().storage())
                            .toArray(Storage[]::new));
        }

        boolean isOf(StateChunk chunk) {
            return table.equals(chunk.table())
                    && kind == chunk.kind()
                    && schema.equals(chunk.rows().schema());
        }
    }

    LogForms(StateDatabase database, LogKeys keys) {
        this.database = database;
        this.keys = keys;
        List<Form> found = new ArrayList<>();
        database.scan(keys.form(0), keys.form(FORMS_MAX), (key, value) -> found.add(read(value)));
        forms = List.copyOf(found);
    }

    Form form(int number) {
        List<Form> known = forms;
        if (number < 0 || number >= known.size()) {
            throw new IllegalStateException("a row of form " + number + " of " + known.size());
        }
        return known.get(number);
    }

    /** The number of a chunk's form, which from now on has one. */
    int number(StateChunk chunk) {
        int number = find(chunk);
        return number < 0 ? add(chunk) : number;
    }

    private int find(StateChunk chunk) {
        List<Form> known = forms;
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).isOf(chunk)) {
                return i;
            }
        }
        return -1;
    }

    private synchronized int add(StateChunk chunk) {
        int number = find(chunk);
        if (number >= 0) {
            return number;
        }
        if (forms.size() == FORMS_MAX) {
            throw new IllegalStateException("more than " + FORMS_MAX + " forms of rows in one operator");
        }
        Form form = Form.of(chunk.table(), chunk.kind(), chunk.rows().schema());
        List<Form> more = new ArrayList<>(forms);
        more.add(form);
        try (StateDatabase.Changes changes = database.changes()) {
            changes.put(keys.form(more.size() - 1), write(form));
            changes.write();
        }
        forms = List.copyOf(more);
        return more.size() - 1;
    }

    private static byte[] write(Form form) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            data.writeUTF(form.table());
            data.writeUTF(form.kind().name());
            data.writeInt(form.schema().size());
            for (Field field : form.schema().fields()) {
                data.writeUTF(field.name());
                data.writeUTF(field.type().toString());
                data.writeBoolean(field.nullable());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Form read(byte[] bytes) {
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String table = data.readUTF();
            StateChunk.Kind kind = StateChunk.Kind.valueOf(data.readUTF());
            List<Field> fields = new ArrayList<>();
            for (int left = data.readInt(); left > 0; left--) {
                String name = data.readUTF();
                DataType type = DataType.parse(data.readUTF());
                fields.add(new Field(name, type, data.readBoolean()));
            }
            return Form.of(table, kind, new Schema(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
