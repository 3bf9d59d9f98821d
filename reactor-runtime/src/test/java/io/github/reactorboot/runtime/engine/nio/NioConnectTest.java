package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.ConnectContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class NioConnectTest extends ConnectContract {

    @Override
    protected PollEngineProvider provider() {
        return new NioPollEngineProvider();
    }
}
