package io.github.reactorboot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.codec.TextCodec;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.SessionHandler;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** How annotated methods are called: every shape, and without allocation where that is promised. */
class DirectCallTests {

    /** What looking at the counter may allocate itself; 100,000 messages are far more. */
    private static final long LOOKING = 1000;

    private final StubSession session = new StubSession();
    private final ByteBuffer frame =
            ByteBuffer.allocateDirect(3).put("abc".getBytes(StandardCharsets.US_ASCII)).flip();

    static Stream<Named<Recording>> shapes() {
        return Stream.of(
                        new Frame(),
                        new FrameSession(),
                        new SessionFrame(),
                        new Bytes(),
                        new BytesSession(),
                        new SessionBytes(),
                        new FrameReply(),
                        new FrameSessionReply(),
                        new SessionFrameReply(),
                        new BytesReply(),
                        new BytesSessionReply(),
                        new SessionBytesReply())
                .map(bean -> Named.of(bean.getClass().getSimpleName(), bean));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyShapeIsCalled(Recording bean) throws Exception {
        boolean replies = bean.getClass().getSimpleName().endsWith("Reply");
        boolean takesSession = bean.getClass().getSimpleName().contains("Session");
        handler(bean).onMessage(session, frame);
        assertThat(bean.payload).isEqualTo("abc");
        assertThat(bean.from).isEqualTo(takesSession ? session : null);
        assertThat(session.replies).isEqualTo(replies ? 1 : 0);
    }

    @Test
    void aFrameIsTakenWithoutAllocation() throws Exception {
        assertThat(allocatedBytes(handler(new NoAllocation()))).isLessThan(LOOKING);
    }

    @Test
    void aFrameIsAnsweredWithoutAllocation() throws Exception {
        assertThat(allocatedBytes(handler(new NoAllocationReply()))).isLessThan(LOOKING);
        assertThat(session.replies).isPositive();
    }

    private long allocatedBytes(SessionHandler handler) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            handler.onMessage(session, frame);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            handler.onMessage(session, frame);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aClassOfAnotherLoaderIsCalledThroughAHandle() throws Exception {
        URL here = getClass().getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader other = new ChildFirst(here)) {
            Object bean =
                    other.loadClass(getClass().getName() + "$Foreign")
                            .getDeclaredConstructor()
                            .newInstance();
            assertThat(bean.getClass().getClassLoader()).isSameAs(other);
            handler(bean).onMessage(session, frame);
            assertThat(session.replies).isEqualTo(1);
        }
    }

    /** As the restart class loader of the development tools. */
    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL url) {
            super(new URL[] {url}, DirectCallTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.endsWith("$Foreign") ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    private static SessionHandler handler(Object bean) throws Exception {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("bean", bean);
        EndpointTraits traits =
                new EndpointTraits(
                        "quotes",
                        "reactor.listeners.quotes.codec",
                        "text",
                        new TextCodec(),
                        () -> Runnable::run,
                        () -> Runnable::run,
                        true);
        return new HandlerDiscovery(beans, Map.of("quotes", traits))
                .discover()
                .get("quotes")
                .handlers()
                .handlerFor(new StubSession());
    }

    /** What a method was given. */
    abstract static class Recording {

        String payload;
        Session from;

        void record(ByteBuffer frame, Session session) {
            payload = StandardCharsets.US_ASCII.decode(frame.duplicate()).toString();
            from = session;
        }

        void record(byte[] bytes, Session session) {
            payload = new String(bytes, StandardCharsets.US_ASCII);
            from = session;
        }
    }

    @ReactorHandler("quotes")
    static class Frame extends Recording {
        @OnMessage
        void on(ByteBuffer frame) {
            record(frame, null);
        }
    }

    @ReactorHandler("quotes")
    static class FrameSession extends Recording {
        @OnMessage
        void on(ByteBuffer frame, Session session) {
            record(frame, session);
        }
    }

    @ReactorHandler("quotes")
    static class SessionFrame extends Recording {
        @OnMessage
        protected void on(Session session, ByteBuffer frame) {
            record(frame, session);
        }
    }

    @ReactorHandler("quotes")
    static class Bytes extends Recording {
        @OnMessage
        public void on(byte[] bytes) {
            record(bytes, null);
        }
    }

    @ReactorHandler("quotes")
    static class BytesSession extends Recording {
        @OnMessage
        void on(byte[] bytes, Session session) {
            record(bytes, session);
        }
    }

    @ReactorHandler("quotes")
    static class SessionBytes extends Recording {
        @OnMessage
        void on(Session session, byte[] bytes) {
            record(bytes, session);
        }
    }

    @ReactorHandler("quotes")
    static class FrameReply extends Recording {
        @OnMessage
        ByteBuffer on(ByteBuffer frame) {
            record(frame, null);
            return frame;
        }
    }

    @ReactorHandler("quotes")
    static class FrameSessionReply extends Recording {
        @OnMessage
        ByteBuffer on(ByteBuffer frame, Session session) {
            record(frame, session);
            return frame;
        }
    }

    @ReactorHandler("quotes")
    static class SessionFrameReply extends Recording {
        @OnMessage
        ByteBuffer on(Session session, ByteBuffer frame) {
            record(frame, session);
            return frame;
        }
    }

    @ReactorHandler("quotes")
    static class BytesReply extends Recording {
        @OnMessage
        byte[] on(byte[] bytes) {
            record(bytes, null);
            return bytes;
        }
    }

    @ReactorHandler("quotes")
    static class BytesSessionReply extends Recording {
        @OnMessage
        Object on(byte[] bytes, Session session) {
            record(bytes, session);
            return payload;
        }
    }

    @ReactorHandler("quotes")
    static class SessionBytesReply extends Recording {
        @OnMessage
        String on(Session session, byte[] bytes) {
            record(bytes, session);
            return payload;
        }
    }

    @ReactorHandler("quotes")
    static class NoAllocation {

        long sum;

        @OnMessage
        void on(Session session, ByteBuffer frame) {
            sum += frame.get(0) + session.id();
        }
    }

    @ReactorHandler("quotes")
    static class NoAllocationReply {

        @OnMessage
        ByteBuffer on(ByteBuffer frame) {
            return frame;
        }
    }

    @ReactorHandler("quotes")
    public static class Foreign {

        final List<String> seen = new ArrayList<>();

        @OnMessage
        String on(String line) {
            seen.add(line);
            return line;
        }
    }
}
