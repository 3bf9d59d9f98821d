package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.TransportContract;

class IoUringTransportTest extends TransportContract {

    @Override
    protected PollEngineProvider provider() {
        return new IoUringPollEngineProvider();
    }

    /** The limit of bytes ends a reception only when it is passed. */
    @Override
    protected int readsPerTurnMost() {
        return 2;
    }
}
