package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.TransportContract;

class EpollTransportTest extends TransportContract {

    @Override
    protected PollEngineProvider provider() {
        return new EpollPollEngineProvider();
    }
}
