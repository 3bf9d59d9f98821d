package io.github.reactorboot.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an engine has told of attempts to connect; on the thread of the loop. */
final class Connecting implements ConnectEvents {

    final List<ConnectedSocket> connected = new ArrayList<>();
    final List<IOException> failures = new ArrayList<>();

    @Override
    public void onConnected(ConnectedSocket socket) {
        connected.add(socket);
    }

    @Override
    public void onConnectFailed(IOException cause) {
        failures.add(cause);
    }

    int count() {
        return connected.size() + failures.size();
    }
}
