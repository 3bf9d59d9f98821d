package io.github.reactorboot.handler;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of closed sessions that an executor refuses. Their loop asks it again and again; when
 * the loop is over nobody does, and then they run here, one after another. One thread in all, which
 * lives as long as there are such lanes.
 */
final class LastLanes {

    private static final Logger log = LoggerFactory.getLogger(LastLanes.class);

    private static final LastLanes SHARED = new LastLanes();

    private static final long LOOK_MILLIS = 10;

    private final Set<SerialLane> lanes = new LinkedHashSet<>();
    private boolean watched;

    private LastLanes() {}

    /** Watches a lane until it is idle. Any thread. */
    static void add(SerialLane lane) {
        SHARED.keep(lane);
    }

    private synchronized void keep(SerialLane lane) {
        lanes.add(lane);
        if (!watched) {
            Thread watcher = new Thread(this::watch, "reactor-last-messages");
            // The application may end when the last messages are served.
            watcher.setDaemon(false);
            watcher.start();
            watched = true;
        }
    }

    private void watch() {
        List<SerialLane> present = present();
        while (!present.isEmpty()) {
            for (SerialLane lane : present) {
                try {
                    lane.runIfForsaken();
                } catch (Throwable e) {
                    log.error("The last messages of a session failed", e);
                }
            }
            pause();
            present = present();
        }
    }

    private synchronized List<SerialLane> present() {
        lanes.removeIf(SerialLane::isIdle);
        watched = !lanes.isEmpty();
        return new ArrayList<>(lanes);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            // A handler interrupted its thread; nobody else knows this one. It goes on.
        }
    }
}
