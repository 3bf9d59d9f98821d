package io.github.reactorboot.test.memory;

import io.github.reactorboot.runtime.engine.PollEngineContract;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import org.junit.jupiter.api.Tag;

@Tag("R7")
class MemoryPollEngineTest extends PollEngineContract {

    @Override
    protected PollEngineProvider provider() {
        return MemoryNetwork.ofProcess().engine();
    }
}
