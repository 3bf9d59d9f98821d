package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.PollEngineContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class NioPollEngineTest extends PollEngineContract {

    @Override
    protected PollEngineProvider provider() {
        return new NioPollEngineProvider();
    }
}
