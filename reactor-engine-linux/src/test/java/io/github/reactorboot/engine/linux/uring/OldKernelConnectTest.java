package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.ConnectContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class OldKernelConnectTest extends ConnectContract {

    @Override
    protected PollEngineProvider provider() {
        return RingOf.OLD_KERNEL;
    }
}
