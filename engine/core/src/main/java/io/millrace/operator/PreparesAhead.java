package io.millrace.operator;

/**
 * An operator that can do some of the work of later micro-batches before. Nothing is given out by it, and neither the state
 * nor any answer is another one for it.
 */
public interface PreparesAhead extends StatefulOperator {
    /** Does some, after the end of a micro-batch: as much as keeps the later ones from having to do much at once. */
    void prepare();

    /** Gives the memory back of what is prepared. */
    void forgetPrepared();
}
