package io.github.reactorboot.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** The way of a socket out of the reactor. On the event loop. */
final class SessionDetach {

    private SessionDetach() {}

    /** Nothing is delivered or taken any more; what is queued is flushed first. */
    static void begin(SessionFlow flow, CompletableFuture<DetachedSocket> wanted) {
        if (flow.isHandshaking() && !flow.state.isEnding()) {
            wanted.completeExceptionally(
                    new IllegalStateException(
                            "session " + flow.session.name() + " is not open yet"));
        } else if (flow.state.isEnding()) {
            wanted.completeExceptionally(flow.session.closedException());
        } else if (!flow.transport().isDetachable()) {
            wanted.completeExceptionally(
                    new UnsupportedOperationException(
                            "the engine %s has no channel to hand out; nio has"
                                    .formatted(flow.loop.engineProvider().name())));
        } else {
            flow.startDetaching(wanted);
        }
    }

    /** Everything is sent. */
    static void handOver(SessionFlow flow, CompletableFuture<DetachedSocket> wanted) {
        SocketChannel channel;
        try {
            channel = flow.transport().detach();
        } catch (IOException e) {
            flow.end(CloseReason.IO_ERROR, e);
            return;
        }
        DetachedSocket detached = new DetachedSocket(channel, takeKept(flow));
        try {
            flow.end(CloseReason.DETACHED, null);
        } finally {
            if (!wanted.complete(detached)) {
                close(channel);
            }
        }
    }

    private static ByteBuffer takeKept(SessionFlow flow) {
        Chunk kept = flow.kept;
        if (kept == null) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer taken = ByteBuffer.allocate(kept.unread());
        taken.put(kept.beginReading()).flip();
        kept.endReading();
        flow.loop.inbound.release(flow);
        return taken;
    }

    /** Nobody wants it any more. */
    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which is all that matters.
        }
    }

    /** The session has ended. */
    static void failed(SessionFlow flow, CloseReason reason) {
        CompletableFuture<DetachedSocket> wanted = flow.detached;
        if (wanted != null && reason != CloseReason.DETACHED) {
            wanted.completeExceptionally(flow.session.closedException());
        }
    }
}
