package io.github.reactorboot.runtime.timer;

/** What a {@link Timer} does when its deadline has come. */
@FunctionalInterface
public interface TimerTask {

    /**
     * The deadline has come. Called on the event loop, from {@link TimerWheel#expire}, with the
     * timer no longer armed. May arm and cancel any timer of the same wheel, its own included.
     *
     * <p>What it throws leaves {@link TimerWheel#expire}; the timers that did not fire stay armed.
     *
     * @param nowNanos the time that was given to {@link TimerWheel#expire}
     */
    void onTimer(long nowNanos);
}
