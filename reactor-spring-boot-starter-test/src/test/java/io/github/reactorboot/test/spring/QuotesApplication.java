package io.github.reactorboot.test.spring;

import io.github.reactorboot.annotation.OnClose;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnTick;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** What is tested here as a user would test his own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(QuotesApplication.QuoteHandler.class)
class QuotesApplication {

    @ReactorHandler("quotes")
    static class QuoteHandler {

        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger ticks = new AtomicInteger();
        final Queue<CloseReason> closed = new ConcurrentLinkedQueue<>();

        @OnMessage
        String quote(String symbol) {
            asked.incrementAndGet();
            return symbol.equals("ACME") ? "42.17" : "unknown";
        }

        @OnTick(every = "1s")
        void tick(EventLoop loop) {
            ticks.incrementAndGet();
        }

        @OnClose
        void left(Session session, CloseReason reason) {
            closed.add(reason);
        }
    }
}
