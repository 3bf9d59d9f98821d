package io.github.reactorboot.sample.command;

/** What a command does: reads the request's arguments and writes its reply. */
@FunctionalInterface
interface Action {

    void run(Request request);
}
