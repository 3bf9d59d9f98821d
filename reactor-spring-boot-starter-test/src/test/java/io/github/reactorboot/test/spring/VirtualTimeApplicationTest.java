package io.github.reactorboot.test.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.test.clock.VirtualClock;
import io.github.reactorboot.test.memory.TestPeer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@Tag("R7")
@Timeout(60)
@SpringBootTest({
    "reactor.listeners.quotes.port=7000",
    "reactor.listeners.quotes.framing.type=line",
    "reactor.listeners.quotes.idle-timeout=5m",
    "reactor.runtimes.default.loops=2",
    "reactor.runtimes.default.idle-strategy=yield"
})
@AutoConfigureInMemoryReactor(virtualClock = true)
class VirtualTimeApplicationTest {

    @Autowired private ReactorTestClient client;
    @Autowired private VirtualClock clock;
    @Autowired private QuotesApplication.QuoteHandler handler;

    @Test
    @Tag("E9")
    void anIdleTimeoutOfMinutesPassesAtOnce() {
        TestPeer peer = client.connect("quotes");
        peer.send("ACME\n");
        assertThat(peer.receiveLine()).isEqualTo("42.17");
        clock.advance(Duration.ofMinutes(4));
        assertThat(handler.closed).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(peer.awaitEnd()).isEqualTo(TestPeer.End.FIN);
        peer.close();
        clock.advance(Duration.ZERO);
        assertThat(handler.closed).containsExactly(CloseReason.IDLE_TIMEOUT);
    }

    @Test
    @Tag("A7")
    void ticksComeAsOftenAsTheClockSays() {
        int before = handler.ticks.get();
        clock.advance(Duration.ofSeconds(30));
        assertThat(handler.ticks).as("two loops").hasValue(before + 60);
    }
}
