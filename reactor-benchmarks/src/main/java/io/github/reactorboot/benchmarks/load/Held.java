package io.github.reactorboot.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** Connections that are kept: whatever comes now is a fault. */
final class Held implements Activity {

    /** Waits until they may go. */
    interface Wait {
        void await() throws IOException;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        Connection connection = Connection.of(key);
        if (connection.read().hasRemaining()) {
            throw connection.fault("bytes came that nobody sent");
        }
    }

    @Override
    public long progress() {
        return 0;
    }

    @Override
    public long outstanding() {
        return 0;
    }

    @Override
    public String awaited() {
        return "nothings";
    }
}
