package io.millrace.sql;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The implementations of one service that are on the class path, by name. One that cannot be loaded is told of when a
 * name is asked for in vain, and never keeps the others from working.
 */
final class Providers<T> {
    private final String kind;
    private final TreeMap<String, T> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> broken = new ArrayList<>();

    /**
     * @param kind for messages: {@code connector}
     */
    static <T> Providers<T> load(String kind, Class<T> service, Function<T, String> name) {
        Providers<T> providers = new Providers<>(kind);
        Iterator<ServiceLoader.Provider<T>> found =
                ServiceLoader.load(service).stream().iterator();
        while (providers.loadNext(found, name)) {}
        return providers;
    }

    private Providers(String kind) {
        this.kind = kind;
    }

    private boolean loadNext(Iterator<ServiceLoader.Provider<T>> found, Function<T, String> name) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            T provider = found.next().get();
            byName.putIfAbsent(name.apply(provider), provider);
        } catch (ServiceConfigurationError | LinkageError e) {
            broken.add(rootMessage(e));
        }
        return true;
    }

    Optional<T> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    T require(String name) {
        T provider = byName.get(name);
        if (provider == null) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_NAME,
                    "there is no " + kind + " \"" + name + "\"" + Spelling.hint(name, names()) + "; known " + kind
                            + "s: " + String.join(", ", names()) + brokenText());
        }
        return provider;
    }

    Collection<String> names() {
        return byName.keySet();
    }

    Collection<T> all() {
        return byName.values();
    }

    /** Why providers on the class path could not be loaded. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** What it means that a provider ran into a class that is not there. */
    MillraceException libraryMissing(String name, LinkageError cause) {
        return new MillraceException(
                ErrorCode.UNSUPPORTED,
                kind + " \"" + name + "\" needs a library that is not on the class path: " + rootMessage(cause),
                cause);
    }

    private String brokenText() {
        return broken.isEmpty() ? "" : "; not loaded, for want of a class: " + String.join(", ", broken);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).replace('/', '.');
    }
}
