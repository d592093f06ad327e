package io.millrace.sql.catalog;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables, views and functions of a session, by name. Names keep the case they were written in and match without regard
 * to case; tables and views share one space of names. A broken table has a name and the failure that whoever uses it gets.
 * Thread-safe.
 */
public final class Catalog {
    private final CatalogFunctions functions;
    private final TreeMap<String, CatalogTable> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final TreeMap<String, CatalogView> views = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final TreeMap<String, MillraceException> broken = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final TreeMap<String, CatalogProgram> programs = new TreeMap<>();

    /** An empty one, with the functions that are built in. */
    public Catalog() {
        this(new CatalogFunctions());
    }

    private Catalog(CatalogFunctions functions) {
        this.functions = functions;
    }

    /** Those built in, and those that the session has brought along. */
    public CatalogFunctions functions() {
        return functions;
    }

    /** Errors: the failure of a broken one. */
    public synchronized Optional<CatalogTable> table(String name) {
        if (broken.containsKey(name)) {
            throw broken.get(name);
        }
        return Optional.ofNullable(tables.get(name));
    }

    public synchronized Optional<CatalogView> view(String name) {
        return Optional.ofNullable(views.get(name));
    }

    /** All tables, ordered by name. */
    public synchronized List<CatalogTable> tables() {
        return List.copyOf(tables.values());
    }

    /** All views, ordered by name. */
    public synchronized List<CatalogView> views() {
        return List.copyOf(views.values());
    }

    /** The failures of broken tables, by name. */
    public synchronized Map<String, MillraceException> broken() {
        return Collections.unmodifiableMap(new TreeMap<>(broken));
    }

    public synchronized boolean isBroken(String name) {
        return broken.containsKey(name);
    }

    /** What functions of programs make of queries, as far as views need it. */
    public synchronized List<CatalogProgram> programs() {
        return List.copyOf(programs.values());
    }

    public synchronized void add(CatalogProgram program) {
        programs.put(program.name(), program);
    }

    public synchronized void dropProgram(String name) {
        programs.remove(name);
    }

    /** Names of all tables and views. */
    public synchronized Collection<String> names() {
        List<String> names = new ArrayList<>(tables.keySet());
        names.addAll(views.keySet());
        return names;
    }

    /** Adds a table under a name that is free. */
    public synchronized void add(CatalogTable table) {
        requireFree(table.name());
        tables.put(table.name(), table);
    }

    /** Takes the name for a table that cannot be used. */
    public synchronized void addBroken(String name, MillraceException failure) {
        requireFree(name);
        broken.put(name, failure);
    }

    /** Adds a view under a name that is free. */
    public synchronized void add(CatalogView view) {
        requireFree(view.name());
        views.put(view.name(), view);
    }

    /** Adds a view, in place of the view of that name if there is one. */
    public synchronized void replace(CatalogView view) {
        if (tables.containsKey(view.name()) || broken.containsKey(view.name())) {
            requireFree(view.name());
        }
        views.remove(view.name());
        views.put(view.name(), view);
    }

    /** Whether there was such a table. */
    public synchronized boolean dropTable(String name) {
        boolean wasBroken = broken.remove(name) != null;
        return tables.remove(name) != null || wasBroken;
    }

    /** Whether there was such a view. */
    public synchronized boolean dropView(String name) {
        return views.remove(name) != null;
    }

    /** A copy with more tables, each in place of what has its name. */
    public synchronized Catalog with(Collection<CatalogTable> more) {
        return with(more, List.of());
    }

    /** The same, with what functions of a program make of queries. */
    public synchronized Catalog with(Collection<CatalogTable> more, Collection<CatalogProgram> morePrograms) {
        Catalog copy = new Catalog(functions);
        copy.tables.putAll(tables);
        copy.views.putAll(views);
        copy.broken.putAll(broken);
        copy.programs.putAll(programs);
        morePrograms.forEach(copy::add);
        for (CatalogTable table : more) {
            copy.views.remove(table.name());
            copy.tables.put(table.name(), table);
        }
        return copy;
    }

    private void requireFree(String name) {
        if (broken.containsKey(name)) {
            throw broken.get(name);
        }
        if (tables.containsKey(name)) {
            throw taken("table", tables.get(name).name());
        }
        if (views.containsKey(name)) {
            throw taken("view", views.get(name).name());
        }
    }

    private static MillraceException taken(String kind, String name) {
        return new MillraceException(
                ErrorCode.DUPLICATE_NAME,
                "there is a " + kind + " \"" + name + "\" already; choose another name, or DROP it first");
    }
}
