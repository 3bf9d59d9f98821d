package io.github.reactorboot.runtime;

/**
 * A command that wants to know when it will never run. When {@link EventLoop#execute} returns true,
 * either {@link #run} or {@link #refuse} is called, once; when it returns false, neither is.
 */
public interface RefusableCommand extends Runnable {

    /**
     * The loop has ended before it came to this command. Called on whatever thread notices: the one
     * of the loop that ends, or one that submits something. It must not throw and not block.
     */
    void refuse();
}
