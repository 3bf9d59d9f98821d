package io.github.reactorboot.test.memory;

import io.github.reactorboot.test.clock.VirtualClock;

/** The loops of a network, which run on threads of their own and live by a virtual clock. */
record NetworkTime(MemoryNetwork network) implements VirtualClock.Follower {

    @Override
    public long restNanos() {
        return network.locked(() -> {
            long deadline = System.nanoTime() + network.patienceNanos();
            while (!network.waits().stream().allMatch(EngineWait::isAtRest)) {
                awaitRest(deadline - System.nanoTime());
            }
            return network.waits().stream()
                    .mapToLong(EngineWait::restNanos)
                    .min()
                    .orElse(VirtualClock.NOTHING_TO_COME);
        });
    }

    private void awaitRest(long left) {
        if (left <= 0) {
            long busy = network.waits().stream().filter(wait -> !wait.isAtRest()).count();
            throw new AssertionError(
                    ("%d of %d event loops did not come to rest: does a handler block, or is the idle"
                                    + " strategy not BLOCK?")
                            .formatted(busy, network.waits().size()));
        }
        try {
            network.awaitRest(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the event loops", e);
        }
    }

    @Override
    public void moved() {
        network.change(() -> network.waits().forEach(EngineWait::wakeUp));
    }
}
