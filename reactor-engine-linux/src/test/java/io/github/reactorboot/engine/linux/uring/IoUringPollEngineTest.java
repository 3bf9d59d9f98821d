package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.PollEngineContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class IoUringPollEngineTest extends PollEngineContract {

    @Override
    protected PollEngineProvider provider() {
        return new IoUringPollEngineProvider();
    }
}
