package io.github.reactorboot.handler;

import io.github.reactorboot.runtime.RefusableCommand;

/** A task that wants to know when its executor refuses it although {@code execute} has returned. */
interface RefusableTask extends Runnable {

    /** It was not taken, and will not run. Any thread. */
    void refused(Throwable cause);

    /** Tells a task of any kind; false if it does not want to know. */
    static boolean tell(Runnable task, Throwable cause) {
        if (task instanceof RefusableTask refusable) {
            refusable.refused(cause);
            return true;
        }
        if (task instanceof RefusableCommand command) {
            command.refuse();
            return true;
        }
        return false;
    }
}
