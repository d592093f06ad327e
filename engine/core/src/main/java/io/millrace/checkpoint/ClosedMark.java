package io.millrace.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * The file "closed": how far the log went when its owner left in good order. A log that has lost its end since is not
 * one that a crash cut short, and is noticed. The next owner deletes it, once its own first entry is durable.
 *
 * @param epoch of the owner that left
 * @param batch that was recorded last; -1: none
 * @param hash of the last entry of the log
 */
record ClosedMark(String queryId, long epoch, long batch, String segment, long length, String hash) {

    void write(GuardedStore store) {
        SealedText.write(store, Names.CLOSED, Json.write(this));
    }

    static ClosedMark read(GuardedStore store) {
        if (!store.exists(Names.CLOSED)) {
            return null;
        }
        try {
            return Json.read(SealedText.read(store, Names.CLOSED), ClosedMark.class);
        } catch (JsonProcessingException e) {
            throw store.corrupt(Names.CLOSED, "it cannot be read: " + e.getOriginalMessage());
        }
    }

    /** Fails unless the log had this end once, and still has it. */
    void verify(GuardedStore store, Segment found) {
        for (int i = 0; i < found.offsets().size(); i++) {
            if (found.end(i) == length && found.hash(i).hex().equals(hash)) {
                return;
            }
        }
        throw store.corrupt(
                segment,
                "it has " + found.goodLength() + " good bytes; when it was closed it had " + length
                        + ", ending with another entry");
    }
}
