package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, and hosts with several addresses. */
@Tag("D5")
class ConnectionAddressesTest {

    private final ConnectionRig rig = new ConnectionRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private ConnectionConfig.Builder peer() {
        return rig.line().host("peer", 80).reconnect(null).connectTimeout(Duration.ofSeconds(6));
    }

    @Test
    void addressesAreTriedInTheirOrder() {
        CompletableFuture<Connection> opened = rig.begin(peer());
        rig.answer("192.0.2.1", "2001:db8::2", "192.0.2.3");
        assertThat(rig.connect().host()).isEqualTo("192.0.2.1");
        rig.refuse();
        assertThat(rig.connect().host()).isEqualTo("2001:db8:0:0:0:0:0:2");
        rig.refuse();
        assertThat(rig.connect().host()).isEqualTo("192.0.2.3");
        rig.connect().accepts();
        rig.loops.settle();
        assertThat(opened).isCompleted();
        assertThat(rig.connection().stats().connectFailures()).isZero();
    }

    @Test
    @Tag("D3")
    void theFailureTellsOfEveryAddress() {
        CompletableFuture<Connection> opened = rig.begin(peer());
        rig.answer("192.0.2.1", "2001:db8::2", "192.0.2.3");
        rig.refuse();
        rig.advance(3_001);
        rig.refuse();
        Throwable failure = Await.failure(opened);
        assertThat(failure)
                .hasMessage(
                        "connect to peer:80: 192.0.2.1:80: Connection refused;"
                                + " [2001:db8:0:0:0:0:0:2]:80: no answer within 3000 ms;"
                                + " 192.0.2.3:80: Connection refused")
                .hasCauseInstanceOf(java.io.IOException.class);
        assertThat(failure.getSuppressed()).hasSize(2);
    }

    @Test
    @Tag("D2")
    void anAddressThatDoesNotAnswerLeavesTimeForTheOthers() {
        CompletableFuture<Connection> opened = rig.begin(peer());
        rig.answer("192.0.2.1", "192.0.2.2", "192.0.2.3");
        for (int i = 0; i < 3; i++) {
            assertThat(rig.attempts()).isEqualTo(i + 1);
            rig.advance(1_999);
            assertThat(rig.attempts()).isEqualTo(i + 1);
            rig.advance(1);
        }
        rig.advance(2);
        assertThat(Await.failure(opened))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessageContaining("192.0.2.3:80: no answer within 2000 ms");
    }

    @Test
    void anAnswerOfAnyLengthIsTriedInPart() {
        CompletableFuture<Connection> opened = rig.begin(peer());
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add("192.0.2." + i);
        }
        rig.answer(many.toArray(new String[0]));
        for (int i = 0; i < SocketAttempt.ADDRESSES_MOST; i++) {
            rig.refuse();
        }
        assertThat(opened).isCompletedExceptionally();
        assertThat(rig.attempts()).isEqualTo(SocketAttempt.ADDRESSES_MOST);
    }

    @Test
    @Tag("D2")
    void aLookUpThatHangsIsGivenUp() {
        CompletableFuture<Connection> opened = rig.begin(peer());
        var lookup = Await.next(rig.lookups);
        rig.advance(5_999);
        assertThat(opened).isNotCompleted();
        rig.advance(2);
        assertThat(Await.failure(opened))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage("connect to peer:80: the name was not looked up within 6000 ms");
        lookup.complete(ConnectionRig.addresses("192.0.2.1"));
        rig.loops.settle();
        assertThat(rig.attempts()).as("the late answer is dropped").isZero();
    }

    @Test
    void whatAnotherNameIsLookedUpForIsServedMeanwhile() {
        rig.begin(peer());
        rig.loops.reactor.connect(
                ConnectionConfig.builder("other")
                        .host("other.example", 80)
                        .handler(rig.handler)
                        .build());
        rig.turnUntil(() -> rig.attempts() == 1);
        rig.connect().accepts().sends("served");
        rig.loops.settle();
        assertThat(rig.handler.takeEvents()).containsExactly("open", "message:served");
        rig.connection().stop();
        rig.loops.settle();
    }

    @Test
    @Tag("D3")
    void anUnknownNameIsAFailure() {
        CompletableFuture<Connection> opened = rig.begin(peer());
        Await.next(rig.lookups).completeExceptionally(new UnknownHostException("peer"));
        rig.turnUntil(opened::isDone);
        assertThat(Await.failure(opened)).hasMessageContaining("peer cannot be looked up");
    }

    @Test
    @Tag("D3")
    void aNameWithoutAddressesIsAFailure() {
        CompletableFuture<Connection> opened = rig.begin(peer());
        Await.next(rig.lookups).complete(List.of());
        rig.turnUntil(opened::isDone);
        assertThat(Await.failure(opened)).hasMessage("peer has no address");
    }

    @Test
    void eachAttemptLooksTheNameUpAnew() {
        rig.begin(peer().reconnect(ConnectionRig.EVEN));
        rig.answer("192.0.2.1");
        rig.refuse();
        rig.advance(101);
        rig.answer("192.0.2.2");
        assertThat(rig.connect().host()).isEqualTo("192.0.2.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "2001:db8::2"})
    void anAddressIsNotLookedUp(String literal) {
        rig.begin(rig.line().host(literal, 80));
        assertThat(rig.attempts()).isEqualTo(1);
        assertThat(rig.lookups).isEmpty();
    }

    @Test
    @Tag("D3")
    void whatLooksLikeAnAddressAndIsNoneIsAFailure() {
        assertThat(Await.failure(rig.begin(rig.line().host("1::2::3", 80).reconnect(null))))
                .hasMessageContaining("1::2::3");
        assertThat(rig.lookups).isEmpty();
    }

    @Test
    void aResolverThatAnswersNothingIsToldOfAtOnce() {
        for (List<InetAddress> nothing : Arrays.asList(null, Arrays.asList((InetAddress) null))) {
            rig.begin(rig.line().host("peer", 80));
            Connection connection = rig.connection();
            Await.next(rig.lookups).complete(nothing);
            rig.turnUntil(() -> connection.failure().isPresent());
            assertThat(connection.failure().orElseThrow())
                    .hasMessageContaining("peer cannot be looked up")
                    .hasMessageContaining("the resolver has answered null");
            connection.stop();
            rig.loops.settle();
        }
    }
}
