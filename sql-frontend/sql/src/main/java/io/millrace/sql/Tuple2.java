package io.millrace.sql;

/** A pair, such as a key and what was made of it. */
public record Tuple2<A, B>(A _1, B _2) {}
