package io.github.reactorboot.test.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.test.clock.VirtualClock;
import io.github.reactorboot.test.memory.MemoryNetwork;
import io.github.reactorboot.test.memory.TestPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;

/** Contexts that are cached and alive side by side, with the same port. */
@Tag("R7")
@Timeout(60)
class ParallelContextsTest {

    /** Two listen on the same port; each has a property of its own, so they are two contexts. */
    @SpringBootTest({
        "reactor.listeners.quotes.port=7000",
        "reactor.listeners.quotes.framing.type=line",
        "this.context=one"
    })
    @AutoConfigureInMemoryReactor(virtualClock = true)
    static class One {}

    static class SameAsOne extends One {}

    @SpringBootTest({
        "reactor.listeners.quotes.port=7000",
        "reactor.listeners.quotes.framing.type=line",
        "this.context=two"
    })
    @AutoConfigureInMemoryReactor(virtualClock = true)
    static class Two {}

    private static ApplicationContext contextOf(Class<?> testClass) {
        return new TestContextManager(testClass).getTestContext().getApplicationContext();
    }

    @Test
    void contextsHaveNetworksAndClocksOfTheirOwn() throws Exception {
        List<ApplicationContext> contexts = List.of(contextOf(One.class), contextOf(Two.class));
        List<FutureTask<Integer>> users = new ArrayList<>();
        for (ApplicationContext context : contexts) {
            FutureTask<Integer> user = new FutureTask<>(() -> ask(context));
            users.add(user);
            new Thread(user).start();
        }
        for (int i = 0; i < 2; i++) {
            assertThat(users.get(i).get()).isEqualTo(100);
            assertThat(contexts.get(i).getBean(QuotesApplication.QuoteHandler.class).asked)
                    .hasValue(100);
            assertThat(contexts.get(i).getBean(VirtualClock.class).elapsed())
                    .isEqualTo(Duration.ofSeconds(100));
        }
    }

    /** How many right answers came. */
    private static int ask(ApplicationContext context) {
        int right = 0;
        try (TestPeer peer = context.getBean(ReactorTestClient.class).connect("quotes")) {
            for (int i = 0; i < 100; i++) {
                peer.send("ACME\n");
                right += peer.receiveLine().equals("42.17") ? 1 : 0;
                context.getBean(VirtualClock.class).advance(Duration.ofSeconds(1));
            }
        }
        return right;
    }

    @Test
    void classesThatAskForTheSameShareACachedContext() {
        assertThat(contextOf(SameAsOne.class)).isSameAs(contextOf(One.class));
        assertThat(contextOf(Two.class)).isNotSameAs(contextOf(One.class));
        assertThat(contextOf(Two.class).getBean(MemoryNetwork.class))
                .isNotSameAs(contextOf(One.class).getBean(MemoryNetwork.class));
    }
}
