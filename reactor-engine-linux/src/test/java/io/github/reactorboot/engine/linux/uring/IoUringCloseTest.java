package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The end of an engine that still has sources. */
@Tag("fault-F25")
@Timeout(60)
class IoUringCloseTest {

    /** A system call brings some twenty completions, a close has to wait for all. */
    @Test
    void theKernelIsDoneWithManySocketsWhenItReturns() throws IOException {
        Logger log = (Logger) LoggerFactory.getLogger(IoUringPollEngine.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        log.addAppender(logged);
        try {
            try (RingBench bench = new RingBench(RingOf.sizes(sizes -> sizes))) {
                for (int i = 0; i < 1_000; i++) {
                    bench.open();
                }
            }
            assertThat(logged.list).isEmpty();
        } finally {
            log.detachAppender(logged);
        }
    }
}
