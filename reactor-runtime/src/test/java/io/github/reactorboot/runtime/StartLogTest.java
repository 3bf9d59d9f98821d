package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a start says: one line. */
class StartLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Reactor.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void saysWhichEngineAndWhyNotTheOthers() {
        try (Reactor reactor = Reactor.builder("said").engine("nio").loops(2).build()) {
            reactor.start();
            assertThat(List.copyOf(lines.list))
                    .filteredOn(line -> line.getFormattedMessage().startsWith("Reactor said"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getLevel()).isEqualTo(Level.INFO);
                        assertThat(line.getFormattedMessage())
                                .isEqualTo("Reactor said: " + reactor.engine().inWords(2))
                                .startsWith(
                                        "Reactor said: engine nio (asked for by name), 2 loops; ")
                                .contains("epoll", "io_uring", "not taken");
                    });
        }
    }
}
