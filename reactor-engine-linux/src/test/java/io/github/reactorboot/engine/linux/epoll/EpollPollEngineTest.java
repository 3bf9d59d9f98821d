package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.runtime.engine.PollEngineContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class EpollPollEngineTest extends PollEngineContract {

    @Override
    protected PollEngineProvider provider() {
        return new EpollPollEngineProvider();
    }
}
