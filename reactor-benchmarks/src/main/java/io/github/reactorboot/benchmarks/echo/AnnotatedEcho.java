package io.github.reactorboot.benchmarks.echo;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import java.nio.ByteBuffer;

/** The bean that an application would have: the frame as a view, the reply by returning it. */
@ReactorHandler("echo")
class AnnotatedEcho {

    @OnMessage
    ByteBuffer onMessage(ByteBuffer frame) {
        return frame;
    }
}
