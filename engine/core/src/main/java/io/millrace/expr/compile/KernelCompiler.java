package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Expr;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/** Makes kernels out of expressions. Compiled classes are kept by their text. Threads: any. */
public final class KernelCompiler {
    private static final int CLASSES_MAX = 1000;

    private static final Map<String, Constructor<? extends Kernel>> CLASSES = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Constructor<? extends Kernel>> eldest) {
            return size() > CLASSES_MAX;
        }
    };

    private KernelCompiler() {}

    public static Kernel projection(List<Expr> exprs) {
        return instantiate(LoopWriter.projection(exprs));
    }

    public static Kernel predicate(Expr predicate) {
        return instantiate(LoopWriter.predicate(predicate));
    }

    /**
     * Compiles a small loop, so that the compiler is loaded when it is wanted: the first time takes a hundred times as long as
     * any later one. For a thread in the background.
     */
    public static void warmUp() {
        Expr column = Expr.column(0, DataType.BIGINT, true);
        predicate(Expr.call(">", DataType.BOOLEAN, true, column, Expr.literal(0L, DataType.BIGINT)));
    }

    private static Kernel instantiate(LoopWriter.Source source) {
        Constructor<? extends Kernel> constructor;
        synchronized (CLASSES) {
            constructor = CLASSES.get(source.text());
        }
        if (constructor == null) {
            constructor = compile(source.text());
            synchronized (CLASSES) {
                CLASSES.put(source.text(), constructor);
            }
        }
        try {
            return constructor.newInstance((Object) source.constants());
        } catch (ReflectiveOperationException e) {
            throw broken(source.text(), e);
        }
    }

    private static Constructor<? extends Kernel> compile(String text) {
        SimpleCompiler compiler = new SimpleCompiler();
        compiler.setParentClassLoader(Kernel.class.getClassLoader());
        try {
            compiler.cook(text);
            return compiler.getClassLoader()
                    .loadClass(ClassText.PACKAGE + "." + ClassText.NAME)
                    .asSubclass(Kernel.class)
                    .getConstructor(Object[].class);
        } catch (CompileException | ReflectiveOperationException e) {
            throw broken(text, e);
        }
    }

    private static MillraceException broken(String text, Exception cause) {
        return new MillraceException(
                ErrorCode.INTERNAL, "An expression did not compile: " + cause.getMessage() + "\n" + text, cause);
    }
}
