package io.millrace.sql.typed;

import io.millrace.sql.function.UDF;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The types of the values that a function takes, as far as its code tells: of a lambda as it was written, of a class as it
 * has declared them.
 */
final class FunctionTypes {
    private FunctionTypes() {}

    /** One type for each argument; Object where it is not to be seen. */
    static List<Type> of(UDF function, Class<? extends UDF> form, int arguments) {
        List<Type> types =
                isWritten(function.getClass()) ? declared(function.getClass(), form) : ofLambda(function, arguments);
        return types.size() < arguments ? Collections.nCopies(arguments, Object.class) : types.subList(0, arguments);
    }

    /** Whether it is a class that somebody has written, and not made for a lambda. */
    static boolean isWritten(Class<?> type) {
        return !type.isHidden() && !type.isSynthetic();
    }

    /** The method that Java has made for it says the types that the lambda was written for. */
    private static List<Type> ofLambda(UDF function, int arguments) {
        try {
            Method replace = function.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            if (replace.invoke(function) instanceof SerializedLambda lambda) {
                MethodType type = MethodType.fromMethodDescriptorString(
                        lambda.getInstantiatedMethodType(), function.getClass().getClassLoader());
                return type.parameterCount() == arguments ? List.copyOf(type.parameterList()) : List.of();
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // a module that is closed to reflection, or another compiler's lambda: the types stay unseen
        }
        return List.of();
    }

    /** What the class gives for the variables of the form; none where it does not say. */
    private static List<Type> declared(Class<?> type, Class<? extends UDF> form) {
        List<Type> supertypes = new ArrayList<>(List.of(type.getGenericInterfaces()));
        if (type.getGenericSuperclass() != null) {
            supertypes.add(type.getGenericSuperclass());
        }
        for (Type supertype : supertypes) {
            Class<?> raw = supertype instanceof ParameterizedType generic
                    ? (Class<?>) generic.getRawType()
                    : (Class<?>) supertype;
            if (!form.isAssignableFrom(raw)) {
                continue;
            }
            Type[] given =
                    supertype instanceof ParameterizedType generic ? generic.getActualTypeArguments() : new Type[0];
            List<Type> found = raw == form ? List.of(given) : declared(raw, form);
            return found.stream().map(each -> filled(each, raw, given)).toList();
        }
        return List.of();
    }

    /** A variable of a supertype as the type that it was given; Object where that is a variable again. */
    private static Type filled(Type type, Class<?> raw, Type[] given) {
        if (!(type instanceof TypeVariable<?> variable)) {
            return type;
        }
        int place = List.of(raw.getTypeParameters()).indexOf(variable);
        return place >= 0 && place < given.length ? given[place] : type;
    }
}
