package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.SocketSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One line for each setting that has no effect. */
class ListenerAdviceTest {

    private static final long BUFFER_BYTES = 64L << 20;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Listener.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(lines);
    }

    private record Provider(boolean supportsUserTimeout) implements PollEngineProvider {

        @Override
        public String name() {
            return "old";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public String unavailableReason() {
            return null;
        }

        @Override
        public PollEngine open(EngineSettings settings) {
            throw new UnsupportedOperationException();
        }
    }

    private static ListenerConfig.Builder userTimeout(int millis) {
        SessionSettings d = SessionSettings.DEFAULT;
        SessionSettings settings =
                new SessionSettings(
                        d.maxFrameBytes(),
                        d.maxPendingReplies(),
                        d.allowHalfClose(),
                        d.timeHandlers(),
                        d.timeouts(),
                        d.outbound(),
                        new SocketSettings(true, false, 0, millis),
                        null);
        return Live.lines("main", new RecordingHandler()).session(settings);
    }

    private void advise(boolean supported, ListenerConfig.Builder config) {
        new ListenerAdvice(new Provider(supported), BUFFER_BYTES).warn(config.build());
    }

    @Test
    void aUserTimeoutThatTheEngineCannotSetIsToldOnce() {
        advise(false, userTimeout(5000));
        assertThat(lines.list).hasSize(1);
        ILoggingEvent line = lines.list.get(0);
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getFormattedMessage())
                .contains("Listener main", "5000 ms", "no effect", "engine old");
    }

    @Test
    void nothingIsToldWhereItHasAnEffectOrIsNotAskedFor() {
        advise(true, userTimeout(5000));
        advise(false, userTimeout(0));
        advise(false, userTimeout(5000).path(Path.of("no-tcp")));
        assertThat(lines.list).isEmpty();
    }

    @Test
    void listenAdvises() throws Exception {
        try (Live live =
                Live.start(builder -> builder.loops(1).engineProvider(new SharingEngine(1)))) {
            live.listen(userTimeout(7000));
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(line -> line.contains("7000"))
                    .hasSize(1);
        }
    }
}
