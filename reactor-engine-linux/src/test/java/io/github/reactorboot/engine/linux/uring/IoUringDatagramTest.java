package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.DatagramContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class IoUringDatagramTest extends DatagramContract {

    @Override
    protected PollEngineProvider provider() {
        return new IoUringPollEngineProvider();
    }
}
