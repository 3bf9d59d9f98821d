package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Groups over real sockets, loops and reactors. */
@Tag("G13")
class SessionGroupLiveTest {

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Tag("H5")
    void membersOfSeveralReactorsGetEachPublishersMessagesInItsOrder() throws Exception {
        SessionGroup group = SessionGroup.of("room", SlowMember.CLOSE);
        RecordingHandler handler = new RecordingHandler().open(group::join);
        try (Live one = Live.start(2);
                Live two = Live.start(2)) {
            List<TestClient> clients = new ArrayList<>();
            for (Live live : List.of(one, two)) {
                Listener listener = live.listen(handler);
                for (int i = 0; i < 4; i++) {
                    clients.add(live.connect(listener));
                    Await.next(live.observer.opened);
                }
            }
            assertThat(group.size()).isEqualTo(8);
            List<CompletableFuture<Integer>> publishers = new ArrayList<>();
            for (int publisher = 0; publisher < 3; publisher++) {
                String name = "p" + publisher + " ";
                publishers.add(
                        NewThread.call(() -> {
                            int delivered = 0;
                            for (int i = 0; i < 500; i++) {
                                delivered +=
                                        Await.result(group.publish(text(name + i))).delivered();
                            }
                            return delivered;
                        }));
            }
            for (TestClient client : clients) {
                int[] next = new int[3];
                for (int i = 0; i < 1_500; i++) {
                    String[] words = client.readLine().split(" ");
                    int publisher = words[0].charAt(1) - '0';
                    assertThat(Integer.parseInt(words[1])).isEqualTo(next[publisher]++);
                }
            }
            for (CompletableFuture<Integer> publisher : publishers) {
                assertThat(Await.result(publisher)).isEqualTo(8 * 500);
            }
        }
        assertThat(group.size()).isZero();
    }

    @Test
    void aMemberThatPublishesGetsItInOrderWithWhatItSends() throws Exception {
        SessionGroup group = SessionGroup.of("room", SlowMember.CLOSE);
        RecordingHandler handler =
                new RecordingHandler()
                        .open(group::join)
                        .message((session, frame) -> {
                            session.send("before");
                            group.publish(frame);
                            session.send("after");
                        });
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(handler);
            TestClient speaker = live.connect(listener);
            TestClient hearer = live.connect(listener);
            Await.next(live.observer.opened);
            Await.next(live.observer.opened);
            speaker.send("hello\n");
            assertThat(hearer.readLine()).isEqualTo("hello");
            assertThat(speaker.readLine()).isEqualTo("before");
            assertThat(speaker.readLine()).isEqualTo("hello");
            assertThat(speaker.readLine()).isEqualTo("after");
        }
    }

    @Test
    @Tag("fault-F34")
    void joinsLeavesAndEndsThatRaceLeaveNothing() throws Exception {
        SessionGroup[] groups = {
            SessionGroup.of("a", SlowMember.SKIP), SessionGroup.of("b", SlowMember.CLOSE)
        };
        RecordingHandler handler = new RecordingHandler();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger told = new AtomicInteger();
        try (Live live = Live.start(2)) {
            Listener listener = live.listen(handler);
            CompletableFuture<Integer> publisher =
                    NewThread.call(() -> {
                        List<CompletionStage<Delivery>> all = new ArrayList<>();
                        while (!over.get()) {
                            for (SessionGroup group : groups) {
                                all.add(group.publish(text("x")));
                                Await.result(all.get(all.size() - 1));
                                told.incrementAndGet();
                            }
                        }
                        return all.size();
                    });
            for (int round = 0; round < 60; round++) {
                TestClient client = live.connect(listener);
                Session session = Await.next(handler.opened);
                List<CompletableFuture<Void>> racers = new ArrayList<>();
                for (int racer = 0; racer < 2; racer++) {
                    Random random = new Random(31L * round + racer);
                    racers.add(
                            NewThread.run(() -> {
                                for (int i = 0; i < 300; i++) {
                                    SessionGroup group = groups[random.nextInt(2)];
                                    if (random.nextInt(3) == 0) {
                                        group.leave(session);
                                    } else {
                                        group.join(session);
                                    }
                                }
                            }));
                }
                if (round % 2 == 0) {
                    session.abort();
                } else {
                    client.reset();
                }
                Await.next(handler.closed);
                racers.forEach(Await::result);
                assertThat(groups).allMatch(group -> group.size() == 0);
                assertThat(groups).allMatch(group -> !group.contains(session));
            }
            over.set(true);
            assertThat(Await.result(publisher)).isEqualTo(told.get()).isPositive();
        }
        assertThat(groups).allMatch(group -> group.stats().waitingBytes() == 0);
    }
}
