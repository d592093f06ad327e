package io.millrace.shell;

import java.lang.reflect.Field;

/**
 * The four lines that JDK 24 and later print on stderr when a library first uses {@code sun.misc.Unsafe}, as Arrow's
 * memory does. Who types SQL at a prompt can do nothing about them, and no manifest entry turns them off.
 */
final class UnsafeWarning {
    private UnsafeWarning() {}

    /** Has the JDK believe that it has given the warning. Does nothing on a JDK that has no such warning. */
    static void silence() {
        try {
            Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
            warned.setAccessible(true);
            warned.setBoolean(null, true);
        } catch (ReflectiveOperationException | RuntimeException notThere) {
            // The warning is then not there either, or shows: a few lines on stderr, and nothing else is different.
            return;
        }
    }
}
