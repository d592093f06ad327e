package io.millrace.sql.function;

import java.io.Serializable;

/**
 * A function of a row that a program brings along: from the values of columns to one value.
 *
 * <p>Shape: a value is an object of the type that the function asks for, which may be anything a component of a record in a
 * {@link io.millrace.sql.Dataset} is; where no type is to be seen, what {@link io.millrace.sql.Row} gives. Nulls: NULL is
 * null, and a null result NULL. Threads: any number at a time. Errors: what it throws ends the query.
 *
 * <p>Law: the same result for the same values, always. A micro-batch may run twice, and a row that changes is taken back by
 * computing it once more.
 *
 * <p>Looks odd, is meant: it is serializable since Java tells the types of such a lambda. It is never serialized.
 */
public sealed interface UDF extends Serializable permits UDF0, UDF1, UDF2, UDF3, UDF4, UDF5 {}
