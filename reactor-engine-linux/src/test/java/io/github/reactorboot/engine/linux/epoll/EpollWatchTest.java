package io.github.reactorboot.engine.linux.epoll;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.WatchContract;

class EpollWatchTest extends WatchContract {

    @Override
    protected PollEngineProvider provider() {
        return new EpollPollEngineProvider();
    }
}
