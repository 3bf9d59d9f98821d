package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.runtime.engine.ConnectContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class EpollConnectTest extends ConnectContract {

    @Override
    protected PollEngineProvider provider() {
        return new EpollPollEngineProvider();
    }
}
