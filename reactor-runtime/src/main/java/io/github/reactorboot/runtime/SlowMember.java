package io.github.reactorboot.runtime;

/** What becomes of a member of a group that a message finds no room for. Others do not wait. */
public enum SlowMember {
    /** It does not get this message; later ones may find room again. */
    SKIP,
    /**
     * It is closed with {@link CloseReason#OUTBOUND_OVERFLOW} and is no member any more: what a
     * member got has no gap.
     */
    CLOSE
}
