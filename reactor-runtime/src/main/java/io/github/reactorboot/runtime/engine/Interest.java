package io.github.reactorboot.runtime.engine;

/** Of what a watch tells. */
public enum Interest {
    /** Of nothing, for the time being. */
    NONE,
    /** Of input, of its end, or of a connection that can be accepted. */
    READ,
    /** Of room for output, or of the end of a connect. */
    WRITE,
    READ_WRITE;

    /** Whether input counts. */
    public boolean reads() {
        return this == READ || this == READ_WRITE;
    }

    /** Whether output counts. */
    public boolean writes() {
        return this == WRITE || this == READ_WRITE;
    }
}
