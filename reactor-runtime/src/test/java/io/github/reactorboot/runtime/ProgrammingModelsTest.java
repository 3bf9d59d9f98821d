package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.Resource;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ways to write a handler in plain Java, and many sessions on one loop. */
class ProgrammingModelsTest {

    /** Counts what all its sessions have sent; touched by its loop alone. */
    private static final class CountingHandler implements SessionHandler {

        private long bytes;

        @Override
        public void onMessage(Session session, ByteBuffer frame) {
            bytes += frame.remaining();
            session.send(Long.toString(bytes));
        }
    }

    @Test
    @Tag("N1")
    @Tag("N3")
    void aClassHasStateThatOthersReachThroughTheLoop() throws Exception {
        try (Live live = Live.start()) {
            CountingHandler handler = new CountingHandler();
            TestClient client = live.connect(live.listen(handler));
            client.send("abc\n");
            assertThat(client.readLine()).isEqualTo("3");
            CompletableFuture<Long> asked = new CompletableFuture<>();
            assertThat(live.loop().execute(() -> asked.complete(handler.bytes))).isTrue();
            assertThat(Await.result(asked)).isEqualTo(3);
        }
    }

    @Test
    @Tag("N2")
    void aLambdaIsAHandler() throws Exception {
        try (Live live = Live.start()) {
            TestClient client = live.connect(live.listen((session, frame) -> session.send(frame)));
            client.send("abc\n");
            assertThat(client.readLine()).isEqualTo("abc");
        }
    }

    @Test
    @Tag("Q1")
    void theRolesOfThePatternAreTypes() {
        assertThat(Stream.of(Resource.class, PollEngine.class, SessionHandler.class))
                .allMatch(Class::isInterface);
        assertThat(Modifier.isFinal(EventLoop.class.getModifiers())).isTrue();
        // The dispatcher knows handlers only as what they implement.
        assertThat(SessionHandler.class.getInterfaces()).isEmpty();
    }

    @Test
    @Tag("Q3")
    void oneLoopServesManySessions() throws Exception {
        int many = 2_000;
        try (Live live = Live.start()) {
            Listener listener = live.listen((session, frame) -> session.send(frame));
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                clients.add(live.connect(listener));
            }
            for (int i = 0; i < many; i++) {
                clients.get(i).send(i + "\n");
            }
            for (int i = 0; i < many; i++) {
                assertThat(clients.get(i).readLine()).isEqualTo(Integer.toString(i));
            }
            assertThat(listener.stats().sessions()).isEqualTo(many);
            assertThat(live.loop().stats().sessions()).isEqualTo(many);
        }
    }
}
