package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.event.ListenerPausedEvent;
import io.github.reactorboot.event.ListenerResumedEvent;
import io.github.reactorboot.event.ListenerStartedEvent;
import io.github.reactorboot.event.ListenerStoppedEvent;
import io.github.reactorboot.event.LoopFailedEvent;
import io.github.reactorboot.event.SessionClosedEvent;
import io.github.reactorboot.event.SessionOpenedEvent;
import io.github.reactorboot.runtime.CloseReason;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.ReactorObserver;
import io.github.reactorboot.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;

/** Application events, availability and observers. */
class EventTests {

    @Test
    void listenersTellWhatBecomesOfThem() {
        List<String> seen = new ArrayList<>();
        Recorder[] recorder = new Recorder[1];
        Runners.quotes()
                .withBean(Handler.class)
                .withBean(Recorder.class)
                .run(context -> {
                    recorder[0] = context.getBean(Recorder.class);
                    ReactorRegistry registry = context.getBean(ReactorRegistry.class);
                    registry.pauseListener("quotes");
                    registry.resumeListener("quotes");
                    registry.stopListener("quotes");
                });
        recorder[0].events.drainTo(seen);
        assertThat(seen)
                .containsExactly(
                        "started quotes",
                        "paused quotes",
                        "resumed quotes",
                        "stopped quotes",
                        "readiness REFUSING_TRAFFIC");
    }

    @Test
    void sessionsTellOnlyWhenAsked() {
        Runners.quotes()
                .withBean(Handler.class)
                .withBean(Recorder.class)
                .withPropertyValues("reactor.listeners.quotes.session-events=true")
                .run(context -> {
                    Recorder recorder = context.getBean(Recorder.class);
                    TestClient.connect(context, "quotes").close();
                    assertThat(recorder.next()).isEqualTo("started quotes");
                    assertThat(recorder.next()).isEqualTo("opened quotes-1");
                    assertThat(recorder.next()).isEqualTo("closed quotes-1 PEER_CLOSED");
                });
    }

    @Test
    void sessionsAreSilentByDefault() {
        Runners.quotes()
                .withBean(Handler.class)
                .withBean(Recorder.class)
                .withBean(Observer.class)
                .run(context -> {
                    TestClient.connect(context, "quotes").close();
                    Observer observer = context.getBean(Observer.class);
                    assertThat(observer.closed.poll(10, TimeUnit.SECONDS)).isEqualTo("quotes-1");
                    assertThat(context.getBean(Recorder.class).events)
                            .containsExactly("started quotes");
                });
    }

    @Test
    void anObserverThatThrowsDoesNotHideEventsFromTheOthers() {
        Runners.quotes()
                .withBean(Handler.class)
                .withBean("throwing", ReactorObserver.class, Throwing::new)
                .withBean(Observer.class)
                .run(context -> {
                    TestClient.connect(context, "quotes").close();
                    assertThat(context.getBean(Observer.class).closed.poll(10, TimeUnit.SECONDS))
                            .isEqualTo("quotes-1");
                });
    }

    @Test
    void aLoopThatDiesBreaksTheLiveness() {
        Runners.quotes()
                .withUserConfiguration(ApplicationAvailabilityAutoConfiguration.class)
                .withBean(Handler.class)
                .withBean(Recorder.class)
                .run(context -> {
                    Recorder recorder = context.getBean(Recorder.class);
                    assertThat(recorder.next()).isEqualTo("started quotes");
                    try (TestClient client = TestClient.connect(context, "quotes")) {
                        client.send("die\n");
                        String failed = recorder.next();
                        while (!failed.startsWith("failed")) {
                            failed = recorder.next();
                        }
                        assertThat(failed).isEqualTo("failed default-0 to order");
                    }
                    assertThat(context.getBean(ApplicationAvailability.class).getLivenessState())
                            .isEqualTo(LivenessState.BROKEN);
                });
    }

    @ReactorHandler("quotes")
    static class Handler {

        @OnMessage
        void take(String line) {
            if (line.equals("die")) {
                throw new AssertionError("to order");
            }
        }
    }

    static class Observer implements ReactorObserver {

        final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

        @Override
        public void onSessionClosed(Session session, CloseReason reason) {
            closed.add(session.name());
        }
    }

    static class Throwing implements ReactorObserver {

        @Override
        public void onListening(Listener listener) {
            throw new IllegalStateException("to order");
        }

        @Override
        public void onSessionClosed(Session session, CloseReason reason) {
            throw new IllegalStateException("to order");
        }
    }

    static class Recorder {

        final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return events.poll(10, TimeUnit.SECONDS);
        }

        @EventListener
        void started(ListenerStartedEvent event) {
            events.add("started " + event.listener().name());
        }

        @EventListener
        void paused(ListenerPausedEvent event) {
            events.add("paused " + event.listener().name());
        }

        @EventListener
        void resumed(ListenerResumedEvent event) {
            events.add("resumed " + event.listener().name());
        }

        @EventListener
        void stopped(ListenerStoppedEvent event) {
            events.add("stopped " + event.listener().name());
        }

        @EventListener
        void opened(SessionOpenedEvent event) {
            events.add("opened " + event.session().name());
        }

        @EventListener
        void closed(SessionClosedEvent event) {
            events.add("closed " + event.session().name() + " " + event.reason());
        }

        @EventListener
        void failed(LoopFailedEvent event) {
            events.add("failed " + event.loop().name() + " " + event.cause().getMessage());
        }

        @EventListener
        void readiness(AvailabilityChangeEvent<ReadinessState> event) {
            events.add("readiness " + event.getState());
        }
    }
}
