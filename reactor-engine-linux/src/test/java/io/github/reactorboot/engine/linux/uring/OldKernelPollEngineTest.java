package io.github.reactorboot.engine.linux.uring;

import io.github.reactorboot.runtime.engine.PollEngineContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class OldKernelPollEngineTest extends PollEngineContract {

    @Override
    protected PollEngineProvider provider() {
        return RingOf.OLD_KERNEL;
    }
}
