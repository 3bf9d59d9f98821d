package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorboot.runtime.exchange.CorrelationKey;
import io.github.reactorboot.runtime.exchange.ExchangeRefusedException;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.framing.FramingException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests and replies that find each other by a key. */
@Tag("P5")
class ExchangeByKeyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RecordingHandler handler = new RecordingHandler();
    private final Exchanges exchanges =
            Exchanges.byKey(ExchangeByKeyTest::firstLetter).maxInFlight(3).handler(handler).build();

    /** Letters are keys; it moves the position, as it may. */
    private static Object firstLetter(ByteBuffer payload) {
        byte first = payload.hasRemaining() ? payload.get() : 0;
        if (first == '!') {
            throw new FramingException("a test does not like this");
        }
        return Character.isLetter(first) ? first : null;
    }

    @Test
    void repliesComeInAnyOrder() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            var a = exchanges.exchange(embedded.session(), "a?");
            var b = exchanges.exchange(embedded.session(), "b?");
            var c = exchanges.exchange(embedded.session(), "c?");
            peer.sends("c3\n7\nx9\na1\na1\n");
            embedded.settle();
            assertThat(peer.receivedText()).isEqualTo("a?\nb?\nc?\n");
            assertThat(a).isCompletedWithValue("a1");
            assertThat(b).isNotDone();
            assertThat(c).isCompletedWithValue("c3");
            assertThat(handler.takeEvents())
                    .as("no key, unknown key, second reply")
                    .containsExactly("open", "message:7", "message:x9", "message:a1");
            assertThat(exchanges.stats().unmatched()).isEqualTo(3);
            assertThat(exchanges.stats().inFlight()).isEqualTo(1);
        }
    }

    @Test
    void aLateReplyGoesToTheHandlerAndNeverAnswersARequestWithTheSameKey() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            Session session = embedded.session();
            int timers = embedded.loop().stats().timersArmed();
            var slow = exchanges.exchange(session, "a1", SECOND);
            var cancelled = exchanges.exchange(session, "b1", SECOND);
            cancelled.cancel(false);
            embedded.advance(SECOND);
            assertThat(slow).isCompletedExceptionally();
            assertThat(embedded.loop().stats().timersArmed()).isEqualTo(timers);
            assertThat(exchanges.stats().inFlight()).as("places are free at once").isZero();
            assertKeyInUse(exchanges.exchange(session, "a2"));
            assertKeyInUse(exchanges.exchange(session, "b2"));
            peer.sends("b late\na late\n");
            embedded.settle();
            var again = exchanges.exchange(session, "a3");
            peer.sends("a in time\n");
            embedded.settle();
            assertThat(again).isCompletedWithValue("a in time");
            assertThat(handler.takeEvents())
                    .containsExactly("open", "message:b late", "message:a late");
            assertThat(exchanges.stats().late()).isEqualTo(2);
            assertThat(exchanges.stats().unmatched()).isZero();
        }
    }

    @Test
    void keysThatWereGivenUpAreForgottenWhenTheyAreTooMany() {
        try (Embedded embedded = listening(exchanges)) {
            embedded.connect();
            Session session = embedded.session();
            for (String key : "abcd".split("")) {
                exchanges.exchange(session, key).cancel(false);
            }
            assertThat(exchanges.exchange(session, "a")).isNotDone();
            assertKeyInUse(exchanges.exchange(session, "b"));
            assertKeyInUse(exchanges.exchange(session, "d"));
            assertThat(exchanges.exchange(session, "e")).isNotDone();
        }
    }

    @Test
    void aReplyThatIsUnwantedBeforeTheLoopKnowsGoesToTheHandler() throws Exception {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            var unwanted = exchanges.exchange(embedded.session(), "a");
            embedded.settle();
            Thread elsewhere = new Thread(() -> unwanted.cancel(false));
            elsewhere.start();
            elsewhere.join();
            peer.sends("a!\n");
            embedded.settle();
            assertThat(handler.takeEvents()).containsExactly("open", "message:a!");
            assertThat(exchanges.stats().late()).isEqualTo(1);
            assertThat(exchanges.stats().cancelled()).isEqualTo(1);
            assertThat(exchanges.stats().inFlight()).isZero();
            assertThat(exchanges.exchange(embedded.session(), "a")).isNotDone();
        }
    }

    @Test
    void aKeyInFlightIsRefusedAndTheFirstGetsItsReply() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            var first = exchanges.exchange(embedded.session(), "a1");
            assertKeyInUse(exchanges.exchange(embedded.session(), "a2"));
            peer.sends("a\n");
            embedded.settle();
            assertThat(first).isCompletedWithValue("a");
            assertThat(peer.receivedText()).isEqualTo("a1\n");
            assertThat(exchanges.exchange(embedded.session(), "a3")).isNotDone();
        }
    }

    @Test
    void aRequestWithoutAKeyFailsAndSoDoesOneWhoseKeyCannotBeRead() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            assertThat(Await.failure(exchanges.exchange(embedded.session(), "1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the request has no correlation key");
            assertThat(Await.failure(exchanges.exchange(embedded.session(), "!")))
                    .isInstanceOf(FramingException.class);
            assertThat(peer.receivedText()).isEmpty();
            assertThat(embedded.session().isOpen()).isTrue();
            assertThat(exchanges.stats().refused()).isEqualTo(2);
            assertThat(exchanges.stats().inFlight()).isZero();
        }
    }

    @Test
    void aFrameWhoseKeyCannotBeReadClosesTheSession() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer peer = embedded.connect();
            var asked = exchanges.exchange(embedded.session(), "a");
            peer.sends("!\n").sendsFin();
            embedded.settle();
            assertThat(((ClosedSessionException) Await.failure(asked)).reason())
                    .isEqualTo(CloseReason.PROTOCOL_ERROR);
            assertThat(handler.takeEvents())
                    .containsExactly("open", "error:FramingException", "close:PROTOCOL_ERROR");
        }
    }

    @Test
    void sessionsDoNotShareKeys() {
        try (Embedded embedded = listening(exchanges)) {
            ScriptedPeer one = embedded.connect();
            var first = exchanges.exchange(embedded.session(), "a");
            ScriptedPeer two = embedded.connect();
            var second = exchanges.exchange(embedded.session(), "a");
            two.sends("a2\n");
            embedded.settle();
            one.sends("a1\n");
            embedded.settle();
            assertThat(first).isCompletedWithValue("a1");
            assertThat(second).isCompletedWithValue("a2");
        }
    }

    @Test
    void keysOfNumbersLookAtTheirOffsetOnly() {
        ByteBuffer payload = ByteBuffer.allocate(20).position(2);
        payload.putInt(5, 42).putLong(9, -7);
        assertThat(CorrelationKey.ofInt(3).of(payload)).isEqualTo(42);
        assertThat(CorrelationKey.ofLong(7).of(payload)).isEqualTo(-7L);
        assertThat(CorrelationKey.ofInt(14).of(payload)).isEqualTo(-7 << 24);
        assertThat(CorrelationKey.ofInt(15).of(payload)).isNull();
        assertThat(CorrelationKey.ofLong(11).of(payload)).isNull();
        assertThat(CorrelationKey.ofLong(Integer.MAX_VALUE).of(payload)).isNull();
        assertThat(payload.position()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CorrelationKey.ofInt(-1))
                .withMessageContaining("offset");
    }

    private static void assertKeyInUse(CompletableFuture<?> reply) {
        assertThat(reply).isDone();
        assertThat(Await.failure(reply))
                .isInstanceOfSatisfying(
                        ExchangeRefusedException.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(ExchangeRefusedException.Reason.KEY_IN_USE));
    }

    private Embedded listening(Exchanges served) {
        return Embedded.with(handler, config -> config.handler(served));
    }
}
