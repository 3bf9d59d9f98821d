package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.runtime.engine.DatagramContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class EpollDatagramTest extends DatagramContract {

    @Override
    protected PollEngineProvider provider() {
        return new EpollPollEngineProvider();
    }
}
