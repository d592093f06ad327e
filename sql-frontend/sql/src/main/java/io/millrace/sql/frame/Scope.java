package io.millrace.sql.frame;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.parse.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The columns that the names in an expression may mean: those of one input, or of the two of a join. */
public final class Scope {
    private record Entry(String input, FrameColumn column) {}

    private final List<Entry> entries = new ArrayList<>();

    private Scope() {}

    /** @param input the alias of the input in the step's FROM */
    static Scope of(String input, List<FrameColumn> columns) {
        return new Scope().and(input, columns);
    }

    Scope and(String input, List<FrameColumn> columns) {
        columns.forEach(column -> entries.add(new Entry(input, column)));
        return this;
    }

    /** The column that is meant, with the fields of a ROW behind it. */
    SqlNode resolve(List<String> parts, String owner, SqlParserPos pos) {
        return find(parts, owner, pos).orElseThrow(() -> unknown(parts, owner, pos));
    }

    /** The same; empty where no column is meant. */
    Optional<SqlNode> find(List<String> parts, String owner, SqlParserPos pos) {
        if (owner == null && parts.size() > 1) {
            List<Entry> qualified = entries.stream()
                    .filter(entry -> entry.column.hasQualifier(parts.get(0)))
                    .toList();
            Optional<SqlNode> found = among(qualified, parts, 1, pos);
            if (found.isPresent()) {
                return found;
            }
        }
        List<Entry> candidates = owner == null
                ? entries
                : entries.stream()
                        .filter(entry -> entry.column.hasQualifier(owner))
                        .toList();
        return among(candidates, parts, 0, pos).or(() -> windowBound(candidates, parts, pos));
    }

    private Optional<SqlNode> among(List<Entry> candidates, List<String> parts, int from, SqlParserPos pos) {
        List<Entry> named = candidates.stream()
                .filter(entry -> entry.column.name().equalsIgnoreCase(parts.get(from)))
                .toList();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        if (named.size() > 1) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "there are " + named.size() + " columns \"" + parts.get(from)
                            + "\"; say of which frame, by col(\"alias." + parts.get(from)
                            + "\") behind as(\"alias\") or by frame.col(...), or rename one",
                    Positions.of(pos),
                    null);
        }
        return Optional.of(identifier(named.get(0), parts.subList(from + 1, parts.size()), pos));
    }

    /** {@code window.start} for {@code window_start}. */
    private Optional<SqlNode> windowBound(List<Entry> candidates, List<String> parts, SqlParserPos pos) {
        int last = parts.size() - 1;
        String window = last < 1 ? "" : parts.get(last - 1).toLowerCase(Locale.ROOT);
        if (!Windows.NAMES.contains(window)) {
            return Optional.empty();
        }
        return among(candidates, List.of("window_" + parts.get(last)), 0, pos);
    }

    /** The columns of a window, where {@code name} stands for one. */
    Optional<List<FrameColumn>> window(ColumnName name) {
        if (!Windows.NAMES.contains(name.label().toLowerCase(Locale.ROOT))
                || entries.stream().anyMatch(entry -> entry.column.name().equalsIgnoreCase(name.label()))) {
            return Optional.empty();
        }
        List<FrameColumn> bounds = entries.stream()
                .map(Entry::column)
                .filter(column -> column.name().equalsIgnoreCase(Windows.START)
                        || column.name().equalsIgnoreCase(Windows.END))
                .filter(column -> name.owner() == null || column.hasQualifier(name.owner()))
                .toList();
        return bounds.size() == 2 ? Optional.of(bounds) : Optional.empty();
    }

    /** The one column that an expression is, and nothing else. */
    Optional<FrameColumn> column(SqlNode resolved) {
        if (!(resolved instanceof SqlIdentifier identifier) || identifier.names.size() != 2) {
            return Optional.empty();
        }
        return entries.stream()
                .filter(entry -> entry.input.equals(identifier.names.get(0)))
                .map(Entry::column)
                .filter(column -> column.sqlName().equals(identifier.names.get(1)))
                .findFirst();
    }

    private static SqlNode identifier(Entry entry, List<String> fields, SqlParserPos pos) {
        List<String> names = new ArrayList<>(List.of(entry.input, entry.column.sqlName()));
        names.addAll(fields);
        return new SqlIdentifier(names, pos);
    }

    private MillraceException unknown(List<String> parts, String owner, SqlParserPos pos) {
        String name = parts.get(parts.size() - 1);
        List<String> names =
                entries.stream().map(entry -> entry.column.name()).distinct().toList();
        String known = names.isEmpty()
                ? "there are none"
                : "columns: " + names.stream().collect(Collectors.joining(", "));
        boolean elsewhere = owner != null && names.stream().anyMatch(name::equalsIgnoreCase);
        return new MillraceException(
                ErrorCode.UNKNOWN_COLUMN,
                elsewhere
                        ? "column \"" + name + "\" belongs to a frame that is not part of this one; name it by col(\""
                                + name + "\"), or take it from the frame that this one is made of"
                        : "there is no column \"" + String.join(".", parts) + "\"" + Spelling.hint(name, names) + "; "
                                + known,
                Positions.of(pos),
                null);
    }
}
