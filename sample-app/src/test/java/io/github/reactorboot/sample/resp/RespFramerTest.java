package io.github.reactorboot.sample.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.FramingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespFramerTest {

    private static final int FRAME_BYTES_MAX = 1000;

    private static final List<String> REQUESTS =
            List.of(
                    "*1\r\n$4\r\nPING\r\n",
                    "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\nwith\r\n$1\r\nCR\r\n",
                    "*2\r\n$3\r\nGET\r\n$0\r\n\r\n",
                    "*0\r\n",
                    "*-1\r\n",
                    "*12\r\n" + "$1\r\nx\r\n".repeat(12));

    private final RespFramer framer = new RespFramer();
    private final FrameScan scan = new FrameScan();

    /**
     * Receives bytes in pieces, as a session does, and asks only when the framer wants to be asked.
     */
    private final class Receiver {

        final List<String> frames = new ArrayList<>();
        byte[] unread = new byte[0];
        long memo;
        long needed;
        int looks;

        void receive(String piece) {
            String all = new String(unread, StandardCharsets.ISO_8859_1) + piece;
            unread = all.getBytes(StandardCharsets.ISO_8859_1);
            while (unread.length > 0 && unread.length >= needed) {
                // Not at the beginning of its buffer, where a forgotten offset would not show.
                ByteBuffer in = ByteBuffer.allocateDirect(unread.length + 7).position(7);
                in.put(7, unread);
                looks++;
                if (!framer.scan(in, scan.begin(FRAME_BYTES_MAX, memo))) {
                    memo = scan.memo();
                    needed = scan.needed();
                    assertThat(needed == 0 || needed > unread.length).isTrue();
                    return;
                }
                scan.validate(unread.length);
                memo = 0;
                needed = 0;
                all = new String(unread, StandardCharsets.ISO_8859_1);
                int payload = scan.payloadOffset();
                frames.add(all.substring(payload, payload + scan.payloadLength()));
                unread = all.substring(scan.frameLength()).getBytes(StandardCharsets.ISO_8859_1);
            }
        }
    }

    @Test
    void findsTheSameRequestsWhereverTheStreamIsSplit() {
        String stream = String.join("", REQUESTS);
        for (int first = 0; first <= stream.length(); first++) {
            for (int second = first; second <= stream.length(); second++) {
                Receiver receiver = new Receiver();
                receiver.receive(stream.substring(0, first));
                receiver.receive(stream.substring(first, second));
                receiver.receive(stream.substring(second));
                assertThat(receiver.frames).isEqualTo(REQUESTS);
                assertThat(receiver.unread).isEmpty();
            }
        }
    }

    @Test
    void findsInlineCommandsWhereverTheStreamIsSplit() {
        String stream = "PING\r\n\nSET a b\n*1\r\n$1\r\nx\r\nGET\ra\r\n";
        for (int split = 0; split <= stream.length(); split++) {
            Receiver receiver = new Receiver();
            receiver.receive(stream.substring(0, split));
            receiver.receive(stream.substring(split));
            assertThat(receiver.frames)
                    .containsExactly("PING", "", "SET a b", "*1\r\n$1\r\nx\r\n", "GET\ra");
        }
    }

    @Test
    void looksOnceAtALargeValueHoweverItDripsIn() {
        Receiver receiver = new Receiver();
        receiver.receive("*2\r\n$3\r\nGET\r\n$900\r\n");
        int looks = receiver.looks;
        for (int i = 0; i < 901; i++) {
            receiver.receive("x");
        }
        assertThat(receiver.looks).isEqualTo(looks);
        assertThat(receiver.frames).isEmpty();
    }

    @Test
    void goesOnWhereItStopped() {
        String head = "*100\r\n" + "$1\r\nx\r\n".repeat(50);
        ByteBuffer in = ByteBuffer.wrap((head + "$").getBytes(StandardCharsets.US_ASCII));
        assertThat(framer.scan(in, scan.begin(FRAME_BYTES_MAX, 0))).isFalse();
        assertThat(scan.memo() >>> 32).isEqualTo(head.length());
        assertThat((int) scan.memo()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({
        "*x,                   invalid multibulk length",
        "*+1,                  invalid multibulk length",
        "*01,                  invalid multibulk length",
        "*2147483648,          invalid multibulk length",
        "*99999999999999999999,invalid multibulk length",
        "*1\\rx,               invalid multibulk length",
        "*\\r\\n,              invalid multibulk length",
        "*1\\r\\n:1,           'expected ''$'', got '':'''",
        "*1\\r\\n\\r,          'expected ''$'', got ''?'''",
        "*1\\r\\n$-1\\r\\n,    invalid bulk length",
        "*1\\r\\n$9223372036854775807\\r\\n, invalid bulk length",
        "*1\\r\\n$1\\r\\nabc,  expected CRLF after bulk string",
    })
    void refusesWhatCanNeverBecomeARequest(String request, String complaint) {
        Receiver receiver = new Receiver();
        String bytes = request.replace("\\r", "\r").replace("\\n", "\n");
        assertThatThrownBy(() -> receiver.receive(bytes))
                .isInstanceOf(FramingException.class)
                .hasMessage("Protocol error: " + complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*167\r\n",
                "*2147483647\r\n",
                "*1\r\n$1001\r\n",
                "*1\r\n$2147483647\r\n",
                "*2\r\n$600\r\n600 bytes\r\n$399\r\n",
            })
    void announcesWhatIsTooLarge(String request) {
        Receiver receiver = new Receiver();
        receiver.receive(request.replace("600 bytes", "x".repeat(600)));
        assertThat(receiver.frames).isEmpty();
        assertThat(scan.payloadAtLeast()).isGreaterThan(FRAME_BYTES_MAX);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void refusesAnEndlessLine(int tooMuch) {
        String line = "x".repeat(RespFramer.LINE_BYTES_MAX + tooMuch);
        ByteBuffer in = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        scan.begin(1 << 20, 0);
        if (tooMuch == 0) {
            assertThat(framer.scan(in, scan)).isFalse();
        } else {
            assertThatThrownBy(() -> framer.scan(in, scan))
                    .hasMessage("Protocol error: too big inline request");
        }
    }
}
