package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.TransportContract;
import org.junit.jupiter.api.Tag;

@Tag("R7")
class MemoryTransportTest extends TransportContract {

    @Override
    protected PollEngineProvider provider() {
        return MemoryNetwork.ofProcess().engine();
    }
}
