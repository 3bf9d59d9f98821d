package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A channel that was opened elsewhere, on its way to becoming a session of a listener. */
final class Attachment {

    private final String listener;
    private final ByteBuffer received;
    private final CompletableFuture<Session> attached = new CompletableFuture<>();

    private Attachment(String listener, ByteBuffer received) {
        this.listener = listener;
        this.received = received;
    }

    /** Any thread. */
    static CompletionStage<Session> begin(
            String listener, List<ListenerSocket> sockets, DetachedSocket socket) {
        List<Acceptor> acceptors = acceptors(listener, sockets);
        check(socket.channel());
        ConnectedSocket adopted = acceptors.get(0).loop().engineProvider().adopt(socket.channel());
        Attachment attachment = new Attachment(listener, socket.received());
        for (Acceptor each : acceptors) {
            if (each.loop().submitInternal(() -> each.attach(adopted, attachment))) {
                return attachment.attached;
            }
        }
        attachment.stopped(adopted);
        return attachment.attached;
    }

    private static List<Acceptor> acceptors(String listener, List<ListenerSocket> sockets) {
        return sockets.stream()
                .map(socket -> {
                    if (socket instanceof Acceptor acceptor) {
                        return acceptor;
                    }
                    throw new UnsupportedOperationException(
                            "listener " + listener + " serves datagrams, a channel is a stream");
                })
                .toList();
    }

    private static void check(SocketChannel channel) {
        String obstacle = null;
        if (!channel.isOpen()) {
            obstacle = "is closed";
        } else if (!channel.isConnected()) {
            obstacle = "is not connected";
        } else if (channel.isRegistered()) {
            obstacle = "is registered with a selector";
        }
        if (obstacle != null) {
            throw new IllegalArgumentException("the channel " + obstacle + ": " + channel);
        }
    }

    /** The listener takes nothing any more. */
    void stopped(ConnectedSocket adopted) {
        adopted.close();
        attached.completeExceptionally(
                new IllegalStateException("listener " + listener + " is stopped"));
    }

    static void refused(@Nullable Attachment attachment, RefuseReason reason) {
        if (attachment != null) {
            attachment.attached.completeExceptionally(
                    new RefusedException(attachment.listener, reason));
        }
    }

    /** The session has begun; on its loop. */
    void begun(StreamSession session) {
        HandshakeStage stage = session.flow().handshake();
        if (stage == null) {
            attached.complete(session);
        } else {
            stage.whenOpen(attached);
        }
        if (received.hasRemaining()) {
            session.flow().onReceived(received.duplicate());
        }
    }
}
