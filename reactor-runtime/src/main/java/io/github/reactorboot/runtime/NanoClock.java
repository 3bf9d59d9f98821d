package io.github.reactorboot.runtime;

/** A monotonic clock; its values have no meaning but their difference. */
@FunctionalInterface
public interface NanoClock {

    /** {@link System#nanoTime()}. */
    NanoClock SYSTEM = System::nanoTime;

    /** Nanoseconds since some fixed moment; may be negative. Any thread. */
    long nanoTime();
}
