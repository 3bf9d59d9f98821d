package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.codec.TextCodec;
import io.github.reactorboot.handler.EndpointTraits;
import io.github.reactorboot.handler.HandlerDiscovery;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * One call of a handler with a frame of 64 bytes. {@code annotated} is bound as the starter binds
 * it; {@code reflective} is what binding by {@link Method#invoke} would cost.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            ForkFlags.NATIVE,
            ForkFlags.UNSAFE,
            ForkFlags.HEAP_LEAST,
            ForkFlags.HEAP_MOST
        })
public class HandlerBenchmark {

    @Benchmark
    public long plain(Handlers handlers) throws Exception {
        handlers.plain.onMessage(handlers.session, handlers.frame);
        return handlers.bean.received();
    }

    @Benchmark
    public long annotated(Handlers handlers) throws Exception {
        handlers.annotated.onMessage(handlers.session, handlers.frame);
        return handlers.bean.received();
    }

    @Benchmark
    public long reflective(Handlers handlers) throws Exception {
        handlers.reflective.onMessage(handlers.session, handlers.frame);
        return handlers.bean.received();
    }

    /** What the handler takes. */
    public enum Payload {
        BYTE_BUFFER,
        STRING
    }

    /** The same bean behind each kind of handler. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class Handlers {

        @Param public Payload payload;

        private final ByteBuffer frame =
                ByteBuffer.allocateDirect(64)
                        .put("0123456789abcdef".repeat(4).getBytes(StandardCharsets.US_ASCII))
                        .flip();
        private final Session session = noSession();
        private Taker bean;
        private SessionHandler plain;
        private SessionHandler annotated;
        private SessionHandler reflective;

        @Setup
        public void bind() throws Exception {
            boolean text = payload == Payload.STRING;
            bean = text ? new TextTaker() : new FrameTaker();
            annotated = bound(bean, session);
            if (bean instanceof TextTaker taker) {
                plain = (from, in) -> taker.on(from, TextCodec.decode(in));
                Method method = TextTaker.class.getMethod("on", Session.class, String.class);
                reflective = (from, in) -> method.invoke(taker, from, TextCodec.decode(in));
            } else if (bean instanceof FrameTaker taker) {
                plain = taker::on;
                Method method = FrameTaker.class.getMethod("on", Session.class, ByteBuffer.class);
                reflective = (from, in) -> method.invoke(taker, from, in);
            }
        }

        private static SessionHandler bound(Taker bean, Session session) throws Exception {
            DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
            beans.registerSingleton("bean", bean);
            EndpointTraits traits =
                    new EndpointTraits(
                            "jmh",
                            "codec",
                            "text",
                            new TextCodec(),
                            () -> Runnable::run,
                            () -> Runnable::run,
                            true);
            return Objects.requireNonNull(
                            new HandlerDiscovery(beans, Map.of("jmh", traits))
                                    .discover()
                                    .get("jmh"))
                    .handlers()
                    .handlerFor(session);
        }

        /** No handler here asks it for anything. */
        private static Session noSession() {
            return (Session)
                    Proxy.newProxyInstance(
                            Session.class.getClassLoader(),
                            new Class<?>[] {Session.class},
                            (proxy, method, arguments) -> {
                                throw new UnsupportedOperationException(method.getName());
                            });
        }
    }

    /** Adds up what it was given: something that the compiler cannot leave out. */
    public sealed interface Taker {

        /** The sum. */
        long received();
    }

    /** Takes the frame itself. */
    @ReactorHandler("jmh")
    public static final class FrameTaker implements Taker {

        private long received;

        @OnMessage
        public void on(Session session, ByteBuffer frame) {
            received += frame.getLong(frame.position());
        }

        @Override
        public long received() {
            return received;
        }
    }

    /** Takes the frame as text. */
    @ReactorHandler("jmh")
    public static final class TextTaker implements Taker {

        private long received;

        @OnMessage
        public void on(Session session, String text) {
            received += text.charAt(text.length() - 1);
        }

        @Override
        public long received() {
            return received;
        }
    }
}
