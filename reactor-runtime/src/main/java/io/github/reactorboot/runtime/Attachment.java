package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.ConnectedSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A channel that was opened elsewhere, on its way to becoming a session of a listener. */
final class Attachment {

    /** Those that no engine has registered yet: nobody else sees that they are taken. */
    private static final Set<SocketChannel> UNDER_WAY = ConcurrentHashMap.newKeySet();

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
        SocketChannel channel = socket.channel();
        ConnectedSocket adopted = adopt(acceptors.get(0).loop(), channel);
        Attachment attachment = new Attachment(listener, socket.received());
        var unused =
                attachment.attached.whenComplete((session, failure) -> UNDER_WAY.remove(channel));
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

    private static ConnectedSocket adopt(EventLoop loop, SocketChannel channel) {
        boolean first = UNDER_WAY.add(channel);
        try {
            check(channel, first);
            return loop.engineProvider().adopt(channel);
        } catch (RuntimeException | Error e) {
            if (first) {
                UNDER_WAY.remove(channel);
            }
            throw e;
        }
    }

    private static void check(SocketChannel channel, boolean first) {
        String obstacle = first ? null : "is being attached already";
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
