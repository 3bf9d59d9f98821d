package io.github.reactorboot.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** System calls that fail, injected by strace(1) into a process of its own. */
@Tag("fault-F2")
@Timeout(120)
class InjectedErrorsTest {

    @BeforeAll
    static void straceIsThere() throws Exception {
        assumeThat(OwnEcho.straceTraces()).as("strace can trace").isTrue();
    }

    @Test
    void epollTriesAgainAfterErrorsThatPass() throws Exception {
        try (OwnEcho echo =
                OwnEcho.start(
                        "epoll",
                        1,
                        "accept4:error=ECONNABORTED:when=1..3",
                        "recvfrom:error=EINTR:when=1..2",
                        "sendto:error=EINTR:when=1..2",
                        "epoll_pwait2:error=EINTR:when=2..3")) {
            try (Socket client = echo.connect()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(OwnEcho.echoes(client, i)).isTrue();
                }
            }
            echo.awaitLine("closed PEER_CLOSED");
            echo.end();
            assertThat(echo.rest()).isEmpty();
        }
    }

    /** No edge follows what the kernel has not really refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "recvfrom:error=EAGAIN:when=1..2",
                "sendto:error=EAGAIN:when=1..3",
                "sendto:error=EINTR:when=1..3",
                "sendto:retval=0:when=1..2"
            })
    @Tag("fault-F17")
    void whatIsRefusedForNoReasonIsTriedAgain(String injection) throws Exception {
        try (OwnEcho echo = OwnEcho.start("epoll", 1, injection)) {
            try (Socket client = echo.connect()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(OwnEcho.echoes(client, i)).isTrue();
                }
            }
            echo.end();
        }
    }

    @Test
    @Tag("fault-F16")
    void anErrorOfOneConnectionEndsThatOne() throws Exception {
        try (OwnEcho echo =
                        OwnEcho.start(
                                "epoll",
                                1,
                                "recvfrom:error=ECONNRESET:when=2",
                                "sendto:error=EPIPE:when=2");
                Socket first = echo.connect()) {
            assertThat(OwnEcho.echoes(first, 1)).isTrue();
            try (Socket reset = echo.connect()) {
                assertThat(OwnEcho.echoes(reset, 2)).isFalse();
            }
            assertThat(echo.awaitLine("closed"))
                    .isEqualTo("closed PEER_RESET recv: ECONNRESET, Connection reset by peer");
            try (Socket broken = echo.connect()) {
                assertThat(OwnEcho.echoes(broken, 3)).isFalse();
            }
            assertThat(echo.awaitLine("closed"))
                    .isEqualTo("closed PEER_RESET send: EPIPE, Broken pipe");
            assertThat(OwnEcho.echoes(first, 4)).isTrue();
            echo.end();
        }
    }

    /** The kernel refuses a connection, then the end of the pause. */
    @Test
    @Tag("fault-F1")
    void aListenerThatCannotGoOnTriesAgain() throws Exception {
        try (OwnEcho echo =
                OwnEcho.start(
                        "epoll",
                        1,
                        "accept4:error=EMFILE:when=1..2",
                        "epoll_ctl:error=ENOMEM:when=3..4")) {
            try (Socket refused = echo.connect()) {
                assertThat(OwnEcho.echoes(refused, 1)).isFalse();
            }
            echo.awaitLine("pause 50 accept4: EMFILE");
            echo.awaitLine("pause 100 epoll_ctl: ENOMEM");
            try (Socket served = echo.connect()) {
                assertThat(OwnEcho.echoes(served, 2)).isTrue();
            }
            echo.end();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "epoll,    EBADF, epoll_pwait2:error=EBADF:when=20+, epoll_wait:error=EBADF:when=20+",
        "epoll,    early, epoll_pwait2:retval=0:when=20+,    epoll_wait:retval=0:when=20+",
        "io_uring, early, io_uring_enter:error=EAGAIN:when=20+, io_uring_setup:error=EPERM:when=100+"
    })
    @Tag("fault-F32")
    void aLoopThatCannotWaitFailsAndDoesNotSpin(
            String engine, String why, String injection, String other) throws Exception {
        try (OwnEcho echo = OwnEcho.start(engine, 1, injection, other)) {
            try (Socket client = echo.connect()) {
                while (OwnEcho.echoes(client, 1)) {
                    // Until it is closed.
                }
            }
            assertThat(echo.awaitLine("closed LOOP_FAILED")).contains(why);
            assertThat(echo.awaitLine("failed")).contains(why);
            assertThatThrownBy(echo::connect).isInstanceOf(ConnectException.class);
            echo.end();
        }
    }

    @Test
    @Tag("fault-F54")
    void anIoUringThatIsForbiddenLaterEndsItsLoopAndNoOther() throws Exception {
        try (OwnEcho echo = OwnEcho.start("io_uring", 2, "io_uring_enter:error=EPERM:when=60+")) {
            try (Socket client = echo.connect()) {
                while (OwnEcho.echoes(client, 1)) {
                    // Until it is closed.
                }
            }
            echo.awaitLine("closed LOOP_FAILED io_uring_enter: EPERM, Operation not permitted");
            echo.awaitLine("failed io_uring_enter: EPERM, Operation not permitted");
            try (Socket next = echo.connect()) {
                assertThat(OwnEcho.echoes(next, 2)).isTrue();
            }
            echo.end();
        }
    }
}
