package io.github.reactorboot.sample;

import static io.github.reactorboot.sample.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.test.LocalReactorPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Messages between sessions of several event loops. */
@CacheTest
class PubSubTest {

    private final int port;
    private final ReactorRegistry registry;

    @Autowired
    PubSubTest(@LocalReactorPort("cache") int port, ReactorRegistry registry) {
        this.port = port;
        this.registry = registry;
    }

    private RawClient subscriber(String channel) throws IOException {
        return subscribe(new RawClient(port), channel);
    }

    private static RawClient subscribe(RawClient client, String channel) throws IOException {
        String confirmed = request("subscribe", channel);
        return client.call("SUBSCRIBE", channel).expect(confirmed.replace("*2", "*3") + ":1\r\n");
    }

    private static String message(String channel, String payload) {
        return request("message", channel, payload);
    }

    @Test
    void messagesOfOnePublisherArriveInOrderOnAllLoops() throws IOException {
        int messages = 1000;
        List<RawClient> subscribers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            subscribers.add(subscriber("order"));
        }
        assertThat(registry.sessions().stream().map(Session::loop).distinct()).hasSize(2);
        StringBuilder pipeline = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < messages; i++) {
            pipeline.append(request("PUBLISH", "order", "m" + i));
            expected.append(message("order", "m" + i));
        }
        try (RawClient publisher = new RawClient(port)) {
            publisher.send(pipeline.toString()).expect(":8\r\n".repeat(messages));
        }
        for (RawClient subscriber : subscribers) {
            subscriber.expect(expected.toString());
            subscriber.close();
        }
    }

    @Test
    void repliesKeepTheirOrderAroundAPublish() throws IOException {
        try (RawClient subscriber = subscriber("around");
                RawClient publisher = new RawClient(port)) {
            String three =
                    request("PING", "a") + request("PUBLISH", "around", "x") + request("PING", "b");
            publisher
                    .send(three.repeat(100))
                    .expect("$1\r\na\r\n:1\r\n$1\r\nb\r\n".repeat(100))
                    .call("PUBLISH", "nobody", "x")
                    .expect(":0\r\n");
            subscriber.expect(message("around", "x").repeat(100));
        }
    }

    @Test
    void thousandSubscribersGetOneMessage() throws IOException {
        List<RawClient> subscribers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            subscribers.add(subscriber("many"));
        }
        try (RawClient publisher = new RawClient(port)) {
            publisher.call("PUBLISH", "many", "hello").expect(":1000\r\n");
        }
        for (RawClient subscriber : subscribers) {
            subscriber.expect(message("many", "hello"));
            subscriber.close();
        }
    }

    @Test
    void aSubscriberThatDoesNotReadIsDroppedAndTheOthersAreNot() throws Exception {
        String payload = "x".repeat(64 << 10);
        String message = message("slow", payload);
        try (RawClient stopped = subscribe(new RawClient(port, 4096), "slow");
                RawClient healthy = subscriber("slow");
                RawClient publisher = new RawClient(port)) {
            CompletableFuture<Integer> received =
                    CompletableFuture.supplyAsync(() -> readUntilEnd(healthy, message));
            int published = 0;
            String receivers = "";
            // More than the outbound limit and the buffers of the system can hold, many times over.
            while (!receivers.equals(":1") && published < 2000) {
                receivers = publisher.call("PUBLISH", "slow", payload).readLine();
                published++;
            }
            assertThat(receivers).isEqualTo(":1");
            publisher.call("PUBLISH", "slow", "end").expect(":1\r\n");
            assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(published);
            stopped.expectGone();
            publisher.call("INFO");
            String line = "";
            while (!line.startsWith("pubsub_subscribers_dropped:")) {
                line = publisher.readLine();
            }
            assertThat(line).isEqualTo("pubsub_subscribers_dropped:1");
        }
    }

    private static int readUntilEnd(RawClient client, String message) {
        try {
            int count = 0;
            String end = message("slow", "end");
            while (true) {
                String head = client.read(end.length());
                if (head.equals(end)) {
                    return count;
                }
                if (!message.equals(head + client.read(message.length() - head.length()))) {
                    throw new AssertionError("message " + count + " is broken");
                }
                count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nobodyListensAnyMoreWhenTheyAreGone() throws IOException {
        try (RawClient publisher = new RawClient(port)) {
            try (RawClient leaving = subscriber("gone")) {
                leaving.call("UNSUBSCRIBE")
                        .expect("*3\r\n$11\r\nunsubscribe\r\n$4\r\ngone\r\n:0\r\n")
                        .call("UNSUBSCRIBE")
                        .expect("*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n");
                publisher.call("PUBLISH", "gone", "x").expect(":0\r\n");
                subscribe(leaving, "gone");
                publisher.call("PUBLISH", "gone", "x").expect(":1\r\n");
            }
            String receivers;
            do {
                receivers = publisher.call("PUBLISH", "gone", "x").readLine();
            } while (!receivers.equals(":0"));
        }
    }

    @Test
    void aSubscriberMayOnlySendFewCommands() throws IOException {
        try (RawClient subscriber = subscriber("few")) {
            subscriber
                    .call("GET", "k")
                    .expect("-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE")
                    .readLine();
            subscriber
                    .call("PING")
                    .expect("*2\r\n$4\r\npong\r\n$0\r\n\r\n")
                    .call("SUBSCRIBE", "few", "more")
                    .expect("*3\r\n$9\r\nsubscribe\r\n$3\r\nfew\r\n:1\r\n")
                    .expect("*3\r\n$9\r\nsubscribe\r\n$4\r\nmore\r\n:2\r\n")
                    .call("UNSUBSCRIBE", "few", "more")
                    .expect("*3\r\n$11\r\nunsubscribe\r\n$3\r\nfew\r\n:1\r\n")
                    .expect("*3\r\n$11\r\nunsubscribe\r\n$4\r\nmore\r\n:0\r\n")
                    .call("GET", "few:none")
                    .expect("$-1\r\n");
        }
    }

    @Test
    void clientLibrariesSubscribe() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        JedisPubSub listener =
                new JedisPubSub() {
                    @Override
                    public void onSubscribe(String channel, int count) {
                        subscribed.complete(null);
                    }

                    @Override
                    public void onMessage(String channel, String message) {
                        seen.add(channel + "=" + message);
                        if (message.equals("end")) {
                            unsubscribe();
                        }
                    }
                };
        try (Jedis subscriber = new Jedis("127.0.0.1", port);
                Jedis publisher = new Jedis("127.0.0.1", port)) {
            CompletableFuture<Void> done =
                    CompletableFuture.runAsync(() -> subscriber.subscribe(listener, "jedis"));
            subscribed.get(20, TimeUnit.SECONDS);
            assertThat(publisher.publish("jedis", "hello")).isEqualTo(1);
            assertThat(publisher.publish("jedis", "end")).isEqualTo(1);
            done.get(20, TimeUnit.SECONDS);
            assertThat(seen).containsExactly("jedis=hello", "jedis=end");
        }
    }
}
