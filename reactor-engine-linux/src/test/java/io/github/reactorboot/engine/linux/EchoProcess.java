package io.github.reactorboot.engine.linux;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ListenerConfig;
import io.github.reactorboot.runtime.Reactor;
import io.github.reactorboot.runtime.ReactorObserver;
import io.github.reactorboot.runtime.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Echoes bytes in a process of its own, and tells on its output what happens. */
final class EchoProcess {

    private EchoProcess() {}

    /** The engine and the number of loops; it ends with its input. */
    public static void main(String[] arguments) throws Exception {
        Reactor reactor =
                Reactor.builder("echo")
                        .engine(arguments[0])
                        .loops(Integer.parseInt(arguments[1]))
                        .observer(new Telling())
                        .build();
        try (reactor) {
            reactor.start();
            ListenerConfig config =
                    ListenerConfig.builder("echo")
                            .address("127.0.0.1", 0)
                            .handler((session, frame) -> session.send(frame))
                            .build();
            Listener listener =
                    reactor.listen(config).toCompletableFuture().get(20, TimeUnit.SECONDS);
            tell("port %d", listener.port());
            System.in.transferTo(System.out);
        }
    }

    private static void tell(String format, Object... arguments) {
        System.out.println(format.formatted(arguments));
    }

    private static final class Telling implements ReactorObserver {

        @Override
        public void onSessionClosed(Session session, CloseReason reason) {
            Throwable cause = session.closeCause();
            tell("closed %s %s", reason, cause == null ? "" : cause.getMessage());
        }

        @Override
        public void onAcceptFailed(Listener listener, IOException cause, Duration pause) {
            tell("pause %d %s", pause.toMillis(), cause.getMessage());
        }

        @Override
        public void onLoopFailed(EventLoop loop, Throwable cause) {
            tell("failed %s", cause.getMessage());
        }
    }
}
