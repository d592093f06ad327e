package io.millrace.checkpoint;

/**
 * An operator of a plan, as far as a restart must know it.
 *
 * @param id stable over restarts: its path in the plan
 * @param kind in a word, as a user would call it: {@code filter}, {@code window aggregate}
 * @param signature all that its result and its state depend on, readable
 * @param stateful whether it has state in the checkpoint
 */
public record OperatorSignature(String id, String kind, String signature, boolean stateful) {}
