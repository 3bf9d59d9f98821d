package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.runtime.framing.FrameReceiver.End;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LineFramerTest {

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

    @Test
    @Tag("F10")
    void linesEndWithLfOrCrlf() {
        for (Framer framer : new Framer[] {Framers.line(), Framers.crlf()}) {
            assertThat(FrameReceiver.receive(framer, 99, buffer, "a\nbc\r\n\n\r\nd").payloads())
                    .containsExactly("a", "bc", "", "");
        }
    }

    @Test
    @Tag("F10")
    void aCrElsewhereIsPayload() {
        assertThat(FrameReceiver.receive(Framers.line(), 99, buffer, "a\rb\n\r\r\n").payloads())
                .containsExactly("a\rb", "\r");
    }

    @Test
    @Tag("F10")
    void appendsTheChosenTerminator() {
        assertThat(trailer(Framers.line())).isEqualTo("\n");
        assertThat(trailer(Framers.crlf())).isEqualTo("\r\n");
    }

    @Test
    @Tag("F8")
    @Tag("fault-F17")
    void aLongLineInSingleBytesIsLookedAtOnce() {
        int length = 64 * 1024;
        FrameReceiver receiver = new FrameReceiver(Framers.line(), length, buffer);
        for (int count = 1; count < length; count++) {
            receiver.read("x");
            // Would end the line if it were looked at again.
            receiver.overwriteLast("\n");
        }
        receiver.read("x\n");
        assertThat(receiver.outcome().payloads()).containsExactly("\n".repeat(length - 1) + "x");
    }

    @Test
    @Tag("F9")
    void aLineOfTheAllowedLengthMayEndWithCrlf() {
        FrameReceiver receiver = new FrameReceiver(Framers.line(), 3, buffer);
        receiver.read("abc");
        receiver.read("\r");
        assertThat(receiver.end()).isEqualTo(End.OPEN);
        receiver.read("\n");
        assertThat(receiver.outcome().payloads()).containsExactly("abc");
    }

    @Test
    @Tag("F9")
    @Tag("fault-F13")
    void aLineIsTooLongBeforeItEnds() {
        FrameReceiver receiver = new FrameReceiver(Framers.line(), 3, buffer);
        receiver.read("abc\r");
        assertThat(receiver.end()).isEqualTo(End.OPEN);
        receiver.read("\r");
        assertThat(receiver.end()).isEqualTo(End.TOO_LARGE);
    }

    private static String trailer(Framer framer) {
        ByteBuffer out = ByteBuffer.allocate(9);
        framer.putTrailer(out);
        return Latin1.string(out.flip());
    }
}
