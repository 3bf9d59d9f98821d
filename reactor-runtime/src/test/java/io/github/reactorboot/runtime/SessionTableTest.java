package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SessionTableTest {

    @Test
    @Tag("B4")
    void holdsWhatIsOpenWhateverCameAndWent() {
        Random random = new Random(7);
        try (Embedded server = Embedded.lines(new RecordingHandler())) {
            Map<Session, ScriptedPeer> open = new HashMap<>();
            for (int step = 0; step < 3000; step++) {
                // Many sessions at first, few at the end.
                if (open.isEmpty() || random.nextInt(3000) > step) {
                    ScriptedPeer peer = server.connect();
                    open.put(server.session(), peer);
                } else {
                    Session gone = open.keySet().iterator().next();
                    open.remove(gone).resets();
                    server.settle();
                    assertThat(server.reactor.session(gone.id())).isEmpty();
                }
                Session known = open.keySet().stream().findFirst().orElse(null);
                if (known != null) {
                    assertThat(server.reactor.session(known.id())).containsSame(known);
                }
                if (step % 100 == 0) {
                    assertThat(server.reactor.sessions())
                            .containsExactlyInAnyOrderElementsOf(open.keySet());
                }
            }
            for (Session session : open.keySet()) {
                assertThat(server.reactor.session(session.id())).containsSame(session);
                assertThat(server.reactor.session(session.name())).containsSame(session);
            }
        }
    }

    @Test
    @Tag("B4")
    void otherThreadsFindASessionWhileOthersComeAndGo() throws Exception {
        try (Embedded server = Embedded.lines(new RecordingHandler())) {
            server.connect();
            Session stays = server.session();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Integer> looked =
                    CompletableFuture.supplyAsync(() -> {
                        int looks = 0;
                        do {
                            assertThat(server.reactor.session(stays.id())).containsSame(stays);
                            assertThat(server.reactor.sessions()).contains(stays);
                            looks++;
                        } while (!over.get());
                        return looks;
                    });
            try {
                for (int round = 0; round < 50; round++) {
                    ScriptedPeer[] peers = new ScriptedPeer[40];
                    for (int i = 0; i < peers.length; i++) {
                        peers[i] = server.connect();
                    }
                    for (ScriptedPeer peer : peers) {
                        peer.resets();
                    }
                    server.settle();
                }
            } finally {
                over.set(true);
            }
            assertThat(looked.get(30, TimeUnit.SECONDS)).isPositive();
        }
    }
}
