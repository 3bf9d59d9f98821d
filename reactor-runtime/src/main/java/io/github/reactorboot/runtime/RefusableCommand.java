package io.github.reactorboot.runtime;

/**
 * A command that wants to know when it will never run. When {@link EventLoop#execute} returns true,
 * either {@link #run} or {@link #refuse} is called, once; when it returns false, neither is.
 *
 * <p>The same holds when it is scheduled, unless it is cancelled: it is refused when the loop, or
 * the session that it is bound to, ends first. One that is periodic is refused when that ends it.
 */
public interface RefusableCommand extends Runnable {

    /**
     * Loop or session have ended before it came to this command. Called on whatever thread notices:
     * the one of the loop that ends, or one that submits something. It must not throw and not
     * block.
     */
    void refuse();
}
