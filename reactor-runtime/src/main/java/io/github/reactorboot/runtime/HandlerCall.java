package io.github.reactorboot.runtime;

/** A call of the application's handler, which may throw. */
interface HandlerCall {

    void run() throws Exception;
}
