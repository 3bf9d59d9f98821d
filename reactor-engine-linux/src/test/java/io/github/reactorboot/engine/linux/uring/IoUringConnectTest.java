package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.ConnectContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class IoUringConnectTest extends ConnectContract {

    @Override
    protected PollEngineProvider provider() {
        return new IoUringPollEngineProvider();
    }
}
