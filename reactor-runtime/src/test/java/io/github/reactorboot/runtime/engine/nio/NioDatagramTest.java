package io.github.reactorboot.runtime.engine.nio;

import io.github.reactorboot.runtime.engine.DatagramContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;

class NioDatagramTest extends DatagramContract {

    @Override
    protected PollEngineProvider provider() {
        return new NioPollEngineProvider();
    }

    @Override
    protected boolean canShare() {
        return false;
    }

    @Override
    protected boolean canSendEmptyToPeer() {
        return false;
    }
}
