package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.WatchContract;

class OldKernelWatchTest extends WatchContract {

    @Override
    protected PollEngineProvider provider() {
        return RingOf.OLD_KERNEL;
    }
}
