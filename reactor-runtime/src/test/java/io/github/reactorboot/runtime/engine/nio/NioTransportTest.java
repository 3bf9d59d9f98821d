package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.TransportContract;

class NioTransportTest extends TransportContract {

    @Override
    protected PollEngineProvider provider() {
        return new NioPollEngineProvider();
    }
}
