package io.github.reactorboot.sample;

import static io.github.reactorboot.sample.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.EventLoop;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.test.LocalReactorPort;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** What subscriptions may cost, and when they begin. */
@CacheTest
@DirtiesContext // its event loops must not be there when those of other tests are counted
@TestPropertySource(
        properties = {"cache.max-client-channels-size=10KB", "cache.max-channels-size=15KB"})
class ChannelsTest {

    private static final String NAME = "c".repeat(4000);

    private final int port;
    private final ReactorRegistry registry;
    private final Topics topics;

    @Autowired
    ChannelsTest(@LocalReactorPort("cache") int port, ReactorRegistry registry, Topics topics) {
        this.port = port;
        this.registry = registry;
        this.topics = topics;
    }

    private static String confirmed(String type, String channel, int count) {
        return request(type, channel).replace("*2", "*3") + ":" + count + "\r\n";
    }

    @Test
    void namesAreBounded() throws IOException {
        String tooLong = "c".repeat((4 << 10) + 1);
        try (RawClient client = new RawClient(port)) {
            client.call("SUBSCRIBE", "short", tooLong)
                    .expect("-ERR channel name is longer than 4096 bytes\r\n")
                    .call("PUBLISH", "short", "x")
                    .expect(":0\r\n");
        }
    }

    @Test
    void theMemoryOfChannelsIsBoundedAndComesBack() throws IOException {
        await().until(() -> topics.usedBytes() == 0);
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port)) {
            first.call("SUBSCRIBE", NAME + 1, NAME + 2, NAME + 1)
                    .expect(confirmed("subscribe", NAME + 1, 1))
                    .expect(confirmed("subscribe", NAME + 2, 2))
                    .expect(confirmed("subscribe", NAME + 1, 2))
                    .call("SUBSCRIBE", NAME + 3)
                    .expect("-ERR channels of this client take more than 10240 bytes\r\n");
            second.call("SUBSCRIBE", NAME + 1)
                    .expect(confirmed("subscribe", NAME + 1, 1))
                    .call("SUBSCRIBE", NAME + 2)
                    .expect("-ERR channels of all clients take too much memory\r\n");
            first.call("UNSUBSCRIBE", NAME + 1).expect(confirmed("unsubscribe", NAME + 1, 1));
            second.call("SUBSCRIBE", NAME + 2).expect(confirmed("subscribe", NAME + 2, 2));
        }
        await().until(() -> topics.usedBytes() == 0);
    }

    @Test
    void noMessageOvertakesTheConfirmationOfItsSubscription() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (RawClient one = new RawClient(port);
                RawClient other = new RawClient(port)) {
            one.call("SUBSCRIBE", "other").expect(confirmed("subscribe", "other", 1));
            other.call("SUBSCRIBE", "other").expect(confirmed("subscribe", "other", 1));
            try (RawClient client = new RawClient(port)) {
                client.call("HELLO", "3").call("ECHO", "ready");
                String line = "";
                while (!line.equals("ready")) {
                    line = client.readLine();
                }
                hold(loopBesideThatOfTheNewest(), released);
                client.send(
                        request("PUBLISH", "other", "x")
                                + request("SUBSCRIBE", "ch")
                                + request("PUBLISH", "ch", "m")
                                + request("PING"));
                await().until(() -> topics.awaited() == 1);
                assertThat(topics.size()).isEqualTo(1);
                released.countDown();
                client.expect(":2\r\n" + confirmed("subscribe", "ch", 1).replace("*3", ">3"));
                String message = request("message", "ch", "m").replace("*3", ">3");
                client.expect(message + ":1\r\n+PONG\r\n");
            }
        } finally {
            released.countDown();
        }
    }

    @Test
    void subscribersOfALoopThatIsFullAreDroppedAndThePublisherIsAnswered() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        long droppedBefore = topics.dropped();
        await().until(() -> registry.sessions().isEmpty());
        try (RawClient one = new RawClient(port);
                RawClient other = new RawClient(port)) {
            one.call("SUBSCRIBE", "full").expect(confirmed("subscribe", "full", 1));
            other.call("SUBSCRIBE", "full").expect(confirmed("subscribe", "full", 1));
            // Not before: sessions are numbered on their loops, so only one that is opened after
            // the others were answered is known to be the newest.
            try (RawClient publisher = new RawClient(port)) {
                publisher.call("PING").expect("+PONG\r\n");
                EventLoop full = loopBesideThatOfTheNewest();
                hold(full, released);
                while (full.execute(() -> {})) {
                    continue;
                }
                publisher.call("PUBLISH", "full", "x").expect(":1\r\n");
                assertThat(topics.dropped()).isEqualTo(droppedBefore + 1);
                assertThat(topics.awaited()).isZero();
                publisher.call("PUBLISH", "full", "x").expect(":1\r\n");
                assertThat(topics.dropped()).as("not again").isEqualTo(droppedBefore + 1);
                released.countDown();
                await().until(() -> registry.sessions().size() == 2);
            }
        } finally {
            released.countDown();
        }
    }

    private EventLoop loopBesideThatOfTheNewest() {
        EventLoop own =
                registry.sessions().stream()
                        .max(Comparator.comparingLong(Session::id))
                        .orElseThrow()
                        .loop();
        List<EventLoop> others =
                registry.sessions().stream()
                        .map(Session::loop)
                        .filter(loop -> !loop.equals(own))
                        .distinct()
                        .toList();
        assertThat(others).hasSize(1);
        return others.get(0);
    }

    private static void hold(EventLoop loop, CountDownLatch released) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        loop.execute(() -> {
            held.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        held.await();
    }
}
