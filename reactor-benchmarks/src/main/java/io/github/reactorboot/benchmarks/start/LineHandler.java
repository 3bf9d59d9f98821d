package io.github.reactorboot.benchmarks.start;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;

/** The handler of a beginner's application. */
@ReactorHandler(StartVariant.LISTENER_NAME)
class LineHandler {

    @OnMessage
    String onMessage(String line) {
        return line;
    }
}
