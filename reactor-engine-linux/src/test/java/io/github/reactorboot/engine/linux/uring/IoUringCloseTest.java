package io.github.reactorboot.engine.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.reactorboot.engine.linux.uring.RingBench.End;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The end of an engine that still has sources. */
@Tag("fault-F25")
@Timeout(60)
class IoUringCloseTest {

    /** Each release throws; every descriptor is closed all the same. */
    @Test
    void errorsWhileItClosesLeaveNothingOpen() throws IOException {
        try (RingBench bench = new RingBench(RingOf.sizes(sizes -> sizes))) {
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ends.add(bench.open());
            }
            bench.turnFor(0);
            for (End end : ends) {
                end.onReleased =
                        () -> {
                            throw new AssertionError("thrown by a test");
                        };
            }
            // The kernel still has their receives: they are released when the engine closes.
            for (int i = 0; i < 6; i += 2) {
                ends.get(i).transport.close();
            }
            assertThatThrownBy(bench.engine::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("thrown by a test");
            for (End end : ends) {
                assertThat(end.client.getInputStream().read()).as("FIN").isNegative();
            }
            assertThatThrownBy(bench::connect).isInstanceOf(ConnectException.class);
        }
    }

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
