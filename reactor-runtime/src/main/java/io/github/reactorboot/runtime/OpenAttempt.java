package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.Transport;

/**
 * One attempt to open what a connection leads to; used once. Event loop only. What comes of it is
 * told through {@link OpenEvents}, once.
 */
sealed interface OpenAttempt permits DeviceAttempt, SocketAttempt, DatagramAttempt {

    /** The attempt that the target of a connection asks for. */
    static OpenAttempt of(SocketAttempt.Plan plan, OpenEvents events) {
        if (plan.target() instanceof Target.Device device) {
            return new DeviceAttempt(plan.loop().engine(), device, events);
        }
        return plan.target() instanceof Target.Datagrams datagrams
                ? new DatagramAttempt(plan, datagrams.host(), events)
                : new SocketAttempt(plan, events);
    }

    /** Lets a session begin over what the engine has opened for it. */
    static void begin(StreamSession session, Transport transport) {
        session.loop().meter().sessionAssigned();
        session.flow().open(transport);
    }

    /** Begins; the outcome may be told before this returns. */
    void begin();

    /** Gives up: nothing stays open, and nothing is told any more. Does nothing after the end. */
    void cancel();
}
