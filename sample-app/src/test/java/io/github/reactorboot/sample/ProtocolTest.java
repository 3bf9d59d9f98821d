package io.github.reactorboot.sample;

import static io.github.reactorboot.sample.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.test.LocalReactorPort;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The bytes themselves. */
@CacheTest
class ProtocolTest {

    private final int port;
    private final ReactorRegistry registry;

    @Autowired
    ProtocolTest(@LocalReactorPort("cache") int port, ReactorRegistry registry) {
        this.registry = registry;
        this.port = port;
    }

    @Test
    void answersAPipelineInOrderHoweverItIsCut() throws IOException {
        String pipeline =
                request("SET", "cut", "1")
                        + request("INCR", "cut")
                        + "GET cut\r\n"
                        + request("get", "cut:none")
                        + "\r\n"
                        + request("PING", "hello");
        String replies = "+OK\r\n:2\r\n$1\r\n2\r\n$-1\r\n$5\r\nhello\r\n";
        try (RawClient client = new RawClient(port)) {
            for (int cut = 1; cut < pipeline.length(); cut++) {
                client.send(pipeline.substring(0, cut)).send(pipeline.substring(cut));
                client.expect(replies);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*1\\r\\n:1\\r\\n,               'Protocol error: expected ''$'', got '':'''",
        "*1\\r\\n$x\\r\\n,               Protocol error: invalid bulk length",
        "*x\\r\\n,                       Protocol error: invalid multibulk length",
    })
    void saysWhatIsWrongBeforeItCloses(String bytes, String complaint) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("PING\r\n" + bytes.replace("\\r", "\r").replace("\\n", "\n"));
            client.expect("+PONG\r\n-ERR " + complaint + "\r\n").expectEnd();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*200000000\\r\\n,       1200000000",
        "*1\\r\\n$2000000\\r\\n, 2000016",
        "*2\\r\\n$700000\\r\\n,  1400026",
    })
    void saysThatARequestIsTooLargeBeforeItCloses(String bytes, long atLeast) throws IOException {
        Listener listener = registry.listener(CacheHandler.LISTENER).orElseThrow();
        long before = listener.stats().closed().getOrDefault(CloseReason.FRAME_TOO_LARGE, 0L);
        try (RawClient client = new RawClient(port)) {
            client.send("PING\r\n" + bytes.replace("\\r", "\r").replace("\\n", "\n"));
            if (bytes.contains("$700000")) {
                client.send("x".repeat(700_000) + "\r\n$700000\r\n");
            }
            client.expect("+PONG\r\n-ERR Protocol error: frame of at least " + atLeast)
                    .expect(" bytes, allowed are 1048576\r\n")
                    .expectEnd();
        }
        await().untilAsserted(() ->
                assertThat(listener.stats().closed())
                        .containsEntry(CloseReason.FRAME_TOO_LARGE, before + 1));
    }

    @Test
    void refusesAKeyThatIsTooLongAndGoesOn() throws IOException {
        String key = "k".repeat((8 << 10) + 1);
        String error = "-ERR key is longer than 8192 bytes\r\n";
        try (RawClient client = new RawClient(port)) {
            client.call("SET", key, "v").expect(error);
            client.call("SET", key, "v", "NX").expect(error);
            client.call("MSET", "mset:short", "v", key, "v").expect(error);
            client.call("APPEND", key, "v").expect(error);
            client.call("INCR", key).expect(error);
            client.call("DECRBY", key, "1").expect(error);
            client.call("EXISTS", key, "mset:short").expect(":0\r\n");
            client.call("SET", key.substring(1), "v").expect("+OK\r\n");
            client.call("DEL", key.substring(1)).expect(":1\r\n");
        }
    }

    @Test
    void keysGivesUpBeforeItBlocksForLongAndScanGoesOnInPieces() throws IOException {
        String pattern = "*" + "a".repeat(500) + "b";
        String name = "a".repeat(8 << 10);
        try (RawClient client = new RawClient(port)) {
            for (int i = 10; i < 30; i++) {
                client.call("SET", i + name.substring(2), "v").expect("+OK\r\n");
            }
            client.call("KEYS", pattern)
                    .expect("-ERR too many keys for this pattern, use SCAN\r\n")
                    .call("KEYS", "x".repeat(1025))
                    .expect("-ERR pattern is longer than 1024 bytes\r\n");
            String cursor = "0";
            int calls = 0;
            do {
                client.call("SCAN", cursor, "MATCH", pattern, "COUNT", "1000").expect("*2\r\n$");
                client.readLine();
                cursor = client.readLine();
                client.expect("*0\r\n");
                calls++;
            } while (!cursor.equals("0"));
            assertThat(calls).isGreaterThanOrEqualTo(19);
            client.call("FLUSHALL").expect("+OK\r\n");
        }
    }

    @Test
    void goesOnAfterAnErrorThatIsNoneOfTheProtocol() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("get \"k\r\n")
                    .expect("-ERR Protocol error: unbalanced quotes in request\r\n")
                    .call("NOSUCH", "a\r\nb")
                    .expect("-ERR unknown command 'NOSUCH', with args beginning with: 'a  b' \r\n")
                    .call("GET")
                    .expect("-ERR wrong number of arguments for 'get' command\r\n")
                    .call("SET", "k", "v", "EX")
                    .expect("-ERR syntax error\r\n")
                    .call("SET", "k", "v", "NX", "XX")
                    .expect("-ERR syntax error\r\n")
                    .call("SET", "k", "v", "EX", "0")
                    .expect("-ERR invalid expire time in 'set' command\r\n")
                    .call("SET", "k", "v", "PX", "9223372036854775807")
                    .expect("-ERR invalid expire time in 'set' command\r\n")
                    .call("SET", "letters", "v")
                    .expect("+OK\r\n")
                    .call("INCR", "letters")
                    .expect("-ERR value is not an integer or out of range\r\n")
                    .call("SET", "letters", "9223372036854775807")
                    .expect("+OK\r\n")
                    .call("INCR", "letters")
                    .expect("-ERR increment or decrement would overflow\r\n")
                    .call("SELECT", "1")
                    .expect("-ERR DB index is out of range\r\n")
                    .call("MSET", "a", "1", "b")
                    .expect("-ERR wrong number of arguments for 'mset' command\r\n")
                    .call("CLIENT", "NOSUCH")
                    .expect("-ERR unknown subcommand 'NOSUCH'. Try client|id")
                    .readLine();
            client.call("PING").expect("+PONG\r\n");
        }
    }

    @Test
    void refusesAValueThatIsTooLargeAndGoesOn() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.call("SET", "large", "x".repeat((512 << 10) + 1))
                    .expect("-ERR value is longer than 524288 bytes\r\n")
                    .call("SET", "large", "x".repeat(512 << 10))
                    .expect("+OK\r\n")
                    .call("APPEND", "large", "x")
                    .expect("-ERR value is longer than 524288 bytes\r\n")
                    .call("DEL", "large")
                    .expect(":1\r\n");
        }
    }

    @Test
    void refusesAReplyThatIsTooLargeAndGoesOn() throws IOException {
        String[] mget = new String[10];
        Arrays.fill(mget, "large:mget");
        mget[0] = "MGET";
        try (RawClient client = new RawClient(port)) {
            client.call("SET", "large:mget", "x".repeat(512 << 10)).expect("+OK\r\n");
            client.call(mget).expect("-ERR reply is larger than 4194304 bytes\r\n");
            mget[1] = "none";
            mget[2] = "none";
            client.call(mget).expect("*9\r\n$-1\r\n$-1\r\n");
            String value = "$524288\r\n" + "x".repeat(512 << 10) + "\r\n";
            for (int i = 0; i < 7; i++) {
                assertThat(client.read(value.length()).equals(value)).isTrue();
            }
            client.call("DEL", "large:mget").expect(":1\r\n");
        }
    }

    @Test
    void speaksResp3WhenAskedTo() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.call("HELLO", "3", "SETNAME", "three").expect("%6\r\n$6\r\nserver\r\n");
            client.call("ECHO", "end");
            String line = "";
            for (int i = 0; i < 100 && !line.equals("end"); i++) {
                line = client.readLine();
            }
            client.call("GET", "resp3:none")
                    .expect("_\r\n")
                    .call("CLIENT", "GETNAME")
                    .expect("$5\r\nthree\r\n")
                    .call("CONFIG", "GET", "save")
                    .expect("%1\r\n$4\r\nsave\r\n$0\r\n\r\n")
                    .call("SUBSCRIBE", "c")
                    .expect(">3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n")
                    .call("GET", "resp3:none")
                    .expect("_\r\n")
                    .call("HELLO", "4")
                    .expect("-NOPROTO unsupported protocol version\r\n");
        }
    }

    @Test
    void quitAnswersAndCloses() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("QUIT\r\nPING\r\n").expect("+OK\r\n").expectEnd();
        }
    }

    @Test
    void hangsUpOnBrowsers() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nSET a b\r\n").expectGone();
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotRead() throws IOException {
        int replies = 100;
        String get = request("GET", "unread");
        String reply = "$524288\r\n" + "x".repeat(512 << 10) + "\r\n";
        try (RawClient client = new RawClient(port)) {
            client.call("SET", "unread", "x".repeat(512 << 10)).expect("+OK\r\n");
            // 50 MB of replies are asked for before the first is read: far beyond the outbound
            // limit.
            client.send(get.repeat(replies));
            for (int i = 0; i < replies; i++) {
                assertThat(client.read(reply.length()).equals(reply)).isTrue();
            }
            client.call("DEL", "unread").expect(":1\r\n");
        }
    }
}
