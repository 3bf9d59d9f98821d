package io.github.reactorboot.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorboot.sample.store.Store;
import io.github.reactorboot.test.LocalReactorPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/** A client library, one protocol and the other. */
@CacheTest
class JedisTest {

    private final int port;
    private final ManualClock clock;
    private final Store store;
    private Jedis jedis;

    @Autowired
    JedisTest(@LocalReactorPort("cache") int port, ManualClock clock, Store store) {
        this.port = port;
        this.clock = clock;
        this.store = store;
    }

    @BeforeEach
    void connect() {
        jedis = new Jedis("127.0.0.1", port);
        jedis.flushAll();
    }

    @AfterEach
    void disconnect() {
        jedis.close();
    }

    @Test
    void setsAndGets() {
        assertThat(jedis.set("k", "v")).isEqualTo("OK");
        assertThat(jedis.get("k")).isEqualTo("v");
        assertThat(jedis.get("none")).isNull();
        assertThat(jedis.set("k", "w", SetParams.setParams().nx())).isNull();
        assertThat(jedis.set("none", "w", SetParams.setParams().xx())).isNull();
        assertThat(jedis.setGet("k", "w")).isEqualTo("v");
        assertThat(jedis.append("k", "xyz")).isEqualTo(4);
        assertThat(jedis.append("new", "xyz")).isEqualTo(3);
        assertThat(jedis.strlen("k")).isEqualTo(4);
        assertThat(jedis.exists("k", "k", "none")).isEqualTo(2);
        assertThat(jedis.type("k")).isEqualTo("string");
        assertThat(jedis.type("none")).isEqualTo("none");
        assertThat(jedis.del("k", "none", "new")).isEqualTo(2);
        assertThat(jedis.dbSize()).isZero();
    }

    @Test
    void counts() {
        assertThat(jedis.incr("n")).isEqualTo(1);
        assertThat(jedis.incrBy("n", 41)).isEqualTo(42);
        assertThat(jedis.decr("n")).isEqualTo(41);
        assertThat(jedis.decrBy("n", 42)).isEqualTo(-1);
        assertThat(jedis.get("n")).isEqualTo("-1");
        jedis.set("n", "many");
        assertThatThrownBy(() -> jedis.incr("n"))
                .isInstanceOf(JedisDataException.class)
                .hasMessage("ERR value is not an integer or out of range");
    }

    @Test
    void setsAndGetsMany() {
        assertThat(jedis.mset("a", "1", "b", "2")).isEqualTo("OK");
        assertThat(jedis.mget("a", "none", "b")).containsExactly("1", null, "2");
    }

    @Test
    void keysEnd() {
        jedis.set("k", "v", SetParams.setParams().ex(10));
        clock.advance(Duration.ofMillis(1400));
        assertThat(jedis.ttl("k")).isEqualTo(9);
        assertThat(jedis.pttl("k")).isEqualTo(8600);
        jedis.set("k", "w", SetParams.setParams().keepTtl());
        jedis.append("k", "x");
        assertThat(jedis.pttl("k")).isEqualTo(8600);
        clock.advance(Duration.ofMillis(8599));
        assertThat(jedis.get("k")).isEqualTo("wx");
        clock.advance(Duration.ofMillis(1));
        assertThat(jedis.get("k")).isNull();
        assertThat(jedis.ttl("k")).isEqualTo(-2);
    }

    @Test
    void deadlinesComeAndGo() {
        jedis.set("k", "1");
        assertThat(jedis.ttl("k")).isEqualTo(-1);
        assertThat(jedis.expire("k", 5)).isEqualTo(1);
        assertThat(jedis.incr("k")).isEqualTo(2);
        assertThat(jedis.ttl("k")).isEqualTo(5);
        assertThat(jedis.persist("k")).isEqualTo(1);
        assertThat(jedis.persist("k")).isZero();
        assertThat(jedis.ttl("k")).isEqualTo(-1);
        assertThat(jedis.pexpire("k", 5)).isEqualTo(1);
        assertThat(jedis.set("k", "1")).isEqualTo("OK");
        assertThat(jedis.ttl("k")).isEqualTo(-1);
        assertThat(jedis.expire("k", -1)).isEqualTo(1);
        assertThat(jedis.exists("k")).isFalse();
        assertThat(jedis.expire("none", 5)).isZero();
    }

    @Test
    void scansAllKeys() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            jedis.set("scan:" + i, "v");
            jedis.set("other:" + i, "v");
            expected.add("scan:" + i);
        }
        List<String> seen = new ArrayList<>();
        ScanResult<String> result = null;
        do {
            String cursor = result == null ? ScanParams.SCAN_POINTER_START : result.getCursor();
            result = jedis.scan(cursor, new ScanParams().match("scan:*").count(7));
            seen.addAll(result.getResult());
        } while (!result.isCompleteIteration());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(jedis.keys("scan:*")).isEqualTo(expected);
        assertThat(jedis.keys("*")).hasSize(200);
        assertThatThrownBy(() -> jedis.scan("4711")).hasMessage("ERR invalid cursor");
    }

    @Test
    void keysAnswersUpToItsBound() {
        // 5 MB of keys: each fits into a request, not all into a reply.
        String name = "x".repeat((8 << 10) - 3);
        Pipeline pipeline = jedis.pipelined();
        for (int i = 0; i < 640; i++) {
            pipeline.set("%03d".formatted(i) + name, "v");
        }
        pipeline.sync();
        assertThatThrownBy(() -> jedis.keys("*"))
                .hasMessage("ERR reply is larger than 4194304 bytes");
        assertThat(jedis.keys("[0-3]*")).hasSize(400);
        assertThat(jedis.scan("0", new ScanParams().count(1000)).getResult()).hasSize(128);
        jedis.flushAll();
    }

    @Test
    void pipelines() {
        Pipeline pipeline = jedis.pipelined();
        List<Response<Long>> counts = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            counts.add(pipeline.incr("pipelined"));
        }
        pipeline.sync();
        for (int i = 0; i < counts.size(); i++) {
            assertThat(counts.get(i).get()).isEqualTo(i + 1);
        }
    }

    @Test
    void carriesLargeValues() {
        byte[] key = {0, '\r', '\n', -1};
        byte[] value = new byte[512 << 10];
        new Random(1).nextBytes(value);
        assertThat(jedis.set(key, value)).isEqualTo("OK");
        assertThat(jedis.get(key)).isEqualTo(value);
        byte[] tooLarge = new byte[value.length + 1];
        assertThatThrownBy(() -> jedis.set(key, tooLarge))
                .hasMessageContaining("value is longer than 524288 bytes");
        assertThat(jedis.strlen(key)).isEqualTo(value.length);
        assertThatThrownBy(() -> jedis.set(key, new byte[2 << 20]))
                .hasMessageContaining("Protocol error: frame of at least");
    }

    @Test
    void refusesToTakeMoreThanItsMemory() {
        long bytesMax = store.bytesMax();
        jedis.set("k", "v");
        assertThat(jedis.configSet("maxmemory", "100")).isEqualTo("OK");
        try {
            assertThatThrownBy(() -> jedis.set("more", "v"))
                    .hasMessage("OOM command not allowed when used memory > 'maxmemory'.");
            assertThat(jedis.get("k")).isEqualTo("v");
            assertThat(jedis.del("k")).isEqualTo(1);
            assertThat(jedis.set("more", "v")).isEqualTo("OK");
        } finally {
            store.bytesMax(bytesMax);
        }
        assertThatThrownBy(() -> jedis.configSet("maxmemory", "0")).hasMessageContaining("bound");
        assertThatThrownBy(() -> jedis.configSet("save", "1"))
                .hasMessageContaining("can't set immutable config");
    }

    @Test
    void knowsItsClients() throws IOException {
        jedis.clientSetname("first");
        try (RawClient other = new RawClient(port)) {
            other.call("CLIENT", "SETNAME", "second").expect("+OK\r\n");
            assertThat(jedis.clientGetname()).isEqualTo("first");
            assertThat(jedis.clientList()).contains("name=first", "name=second");
            String id = other.call("CLIENT", "ID").readLine().substring(1);
            assertThat(jedis.clientKill(new ClientKillParams().id(id))).isEqualTo(1);
            other.expectGone();
            assertThat(jedis.ping()).isEqualTo("PONG");
        }
        assertThatThrownBy(() -> jedis.clientKill("127.0.0.1:1")).hasMessage("ERR No such client");
    }

    @Test
    void speaksResp3() {
        var config = DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3).build();
        try (Jedis resp3 = new Jedis(new HostAndPort("127.0.0.1", port), config)) {
            assertThat(resp3.set("k", "v")).isEqualTo("OK");
            assertThat(resp3.get("k")).isEqualTo("v");
            assertThat(resp3.get("none")).isNull();
            assertThat(resp3.configGet("maxmemory*"))
                    .containsEntry("maxmemory-policy", "noeviction");
            assertThat(resp3.info()).contains("redis_version", "connected_clients", "db0:keys=1");
        }
    }
}
