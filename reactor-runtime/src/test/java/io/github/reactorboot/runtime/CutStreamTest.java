package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.Framers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that ends before its time must not look like a whole one: RST, not FIN. */
@Tag("E5")
class CutStreamTest {

    private static final Duration AFTER_CLOSE_TIMEOUT = Duration.ofMillis(5_001);

    @TempDir Path directory;

    private final RecordingHandler handler = new RecordingHandler();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheCloseTimeoutCutsIsReset(boolean inFlight) {
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect().takesOnly(3);
            if (inFlight) {
                peer.completesWritesLater();
            }
            embedded.session().send("0123456789");
            embedded.session().close();
            embedded.settle();
            embedded.advance(AFTER_CLOSE_TIMEOUT);
            assertThat(handler.takeEvents()).containsExactly("open", "close:LOCAL_CLOSE");
            assertThat(peer.receivedText()).isEqualTo("012");
            assertThat(peer.wasReset()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("N5")
    void aFileThatTheCloseTimeoutCutsIsReset(boolean byKernel) throws IOException {
        TestFile file = TestFile.random(directory, 200_000);
        try (Embedded embedded = Embedded.with(handler, config -> config.framer(Framers.raw()))) {
            ScriptedPeer peer = embedded.connect().takesOnly(100_000);
            if (byKernel) {
                peer.takesFiles();
            }
            embedded.session().sendFile(file.path);
            embedded.session().close();
            embedded.settle();
            embedded.advance(AFTER_CLOSE_TIMEOUT);
            assertThat(handler.takeEvents()).containsExactly("open", "close:LOCAL_CLOSE");
            assertThat(peer.wasReset()).isTrue();
        }
        TestFile.assertClosed(file.path);
    }

    @Test
    void whatTheEndOfTheReactorCutsIsReset() {
        ScriptedPeer stuck;
        ScriptedPeer whole;
        try (Embedded embedded = Embedded.lines(handler)) {
            whole = embedded.connect();
            embedded.session().send("all of it");
            stuck = embedded.connect().takesOnly(3);
            embedded.session().send("0123456789");
            embedded.settle();
        }
        assertThat(stuck.wasReset()).isTrue();
        assertThat(whole.receivedText()).isEqualTo("all of it\n");
        assertThat(whole.wasReset()).isFalse();
    }

    @Test
    void aSilentPeerThatGotEverythingIsNotReset() {
        try (Embedded embedded = Embedded.lines(handler)) {
            ScriptedPeer peer = embedded.connect();
            embedded.session().send("0123456789");
            embedded.session().close();
            embedded.settle();
            embedded.advance(AFTER_CLOSE_TIMEOUT);
            assertThat(peer.isClosed()).isTrue();
            assertThat(peer.wasReset()).isFalse();
        }
    }
}
