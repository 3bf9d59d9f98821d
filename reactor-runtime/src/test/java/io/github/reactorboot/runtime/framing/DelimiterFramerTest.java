package io.github.reactorboot.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorboot.runtime.framing.FrameReceiver.End;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DelimiterFramerTest {

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

    @Test
    @Tag("F10")
    void framesEndWithTheFirstOccurrence() {
        assertThat(payloads("\0", "a\0\0bc\0d")).containsExactly("a", "", "bc");
        assertThat(payloads("\r\n\r\n", "a\r\n\r\r\n\r\n\r\n\r\n")).containsExactly("a\r\n\r", "");
        assertThat(payloads("aa", "aaaba")).containsExactly("");
        assertThat(payloads("aab", "aaabaaab")).containsExactly("a", "a");
    }

    @Test
    @Tag("F10")
    void textIsTakenAsUtf8() {
        ByteBuffer out = ByteBuffer.allocate(9);
        Framers.delimiter("é\u0003").putTrailer(out);
        assertThat(Latin1.string(out.flip())).isEqualTo("\u00c3\u00a9\u0003");
    }

    @Test
    void theArrayIsCopied() {
        byte[] delimiter = {1};
        Framer framer = Framers.delimiter(delimiter);
        delimiter[0] = 2;
        assertThat(FrameReceiver.receive(framer, 99, buffer, "a\2b\1").payloads())
                .containsExactly("a\2b");
    }

    @Test
    @Tag("F8")
    @Tag("fault-F17")
    void aLongFrameInSingleBytesIsLookedAtOnce() {
        int length = 64 * 1024;
        FrameReceiver receiver = new FrameReceiver(Framers.delimiter("aab"), length, buffer);
        for (int count = 1; count < length; count++) {
            receiver.read("a");
            // Would end the frame if it were looked at again.
            receiver.overwriteLast("aab");
        }
        receiver.read("a");
        receiver.read("b");
        assertThat(receiver.outcome().consumed()).isEqualTo(length + 1);
    }

    @Test
    @Tag("F9")
    @Tag("fault-F13")
    void theBeginningOfTheDelimiterIsNotCountedAsPayload() {
        FrameReceiver receiver = new FrameReceiver(Framers.delimiter("aab"), 3, buffer);
        receiver.read("xxxaa");
        assertThat(receiver.end()).isEqualTo(End.OPEN);
        receiver.read("a");
        assertThat(receiver.end()).isEqualTo(End.TOO_LARGE);
    }

    @Test
    void refusesDelimitersOfNoOrTooManyBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framers.delimiter(""))
                .withMessage("delimiter must be 1 to 16 bytes long, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framers.delimiter(new byte[17]))
                .withMessage("delimiter must be 1 to 16 bytes long, not 17");
    }

    private Iterable<String> payloads(String delimiter, String stream) {
        return FrameReceiver.receive(Framers.delimiter(delimiter), 99, buffer, stream).payloads();
    }
}
