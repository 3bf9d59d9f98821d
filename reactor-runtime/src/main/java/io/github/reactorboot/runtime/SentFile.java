package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.FileSource;
import io.github.reactorboot.runtime.framing.Framer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file that is sent as one payload: opened by the thread that sends it, then owned by
 * the event loop. Closed once, by whoever finds that nothing more is read from it.
 */
final class SentFile implements RefusableCommand {

    private final SessionFlow flow;
    private final FilePart part;
    private final FileSource source;
    private final long length;
    private final ByteBuffer frame;
    private final int headerLength;
    private final @Nullable FlushCallback callback;
    private long position;

    /** Bytes of the outbound queue between the file before this one and this one. */
    long bytesBefore;

    private SentFile(
            SessionFlow flow,
            FilePart part,
            FileSource source,
            long length,
            @Nullable FlushCallback callback) {
        this.flow = flow;
        this.part = part;
        this.source = source;
        this.length = length;
        this.callback = callback;
        this.position = part.position();
        Framer framer = flow.endpoint.framer;
        int payload = (int) Math.min(length, Integer.MAX_VALUE);
        framer.checkPayload(payload);
        this.headerLength = framer.headerLength(payload);
        if (length > Integer.MAX_VALUE && headerLength > 0) {
            throw new IllegalArgumentException(
                    "a frame of %d bytes cannot be announced, at the most %d"
                            .formatted(length, Integer.MAX_VALUE));
        }
        this.frame = ByteBuffer.allocate(headerLength + framer.trailerLength());
        framer.putHeader(frame, payload);
        framer.putTrailer(frame);
        frame.flip();
    }

    /**
     * Sends a part of a file. Any thread; the caller has checked that the session is open.
     *
     * @throws IOException when the file cannot be opened or is too short; nothing is sent then
     */
    static SendResult send(SessionFlow flow, FilePart part, @Nullable FlushCallback callback)
            throws IOException {
        OutboundFiles files = OutboundFiles.of(flow.output);
        if (!files.tryEnter()) {
            flow.endpoint.totals.refusedOutside.increment();
            return SendResult.FULL;
        }
        SendResult result = SendResult.CLOSED;
        try {
            result = open(flow, part, callback);
        } finally {
            if (result != SendResult.ACCEPTED) {
                files.left();
            }
        }
        return result;
    }

    private static SendResult open(
            SessionFlow flow, FilePart part, @Nullable FlushCallback callback) throws IOException {
        FileSource source = flow.loop.engineProvider().openFile(part.path());
        SendResult result = SendResult.CLOSED;
        try {
            long length = part.lengthIn(source.size());
            SentFile file = new SentFile(flow, part, source, length, callback);
            result = flow.loop.inEventLoop() ? file.sendNow() : file.hand();
        } finally {
            if (result != SendResult.ACCEPTED) {
                source.close();
            }
        }
        return result;
    }

    private SendResult sendNow() {
        OutboundFiles.of(flow.output).accepted(length);
        SendResult result = flow.output.sendFile(this);
        if (result != SendResult.ACCEPTED) {
            OutboundFiles.of(flow.output).accepted(-length);
        }
        return result;
    }

    private SendResult hand() {
        // A session that is being closed waits for these, also when the file is empty.
        OutboundFiles.of(flow.output).accepted(length + frame.remaining());
        if (flow.loop.execute(this)) {
            return SendResult.ACCEPTED;
        }
        OutboundFiles.of(flow.output).accepted(-length - frame.remaining());
        flow.endpoint.totals.refusedOutside.increment();
        return flow.loop.isOver() ? SendResult.CLOSED : SendResult.FULL;
    }

    @Override
    public void run() {
        frameArrived();
        if (flow.state.isClosed() || !flow.output.takesHanded()) {
            failed();
        } else if (!flow.output.queueFile(this)) {
            // It was accepted and cannot be kept: a gap in the stream would be worse than its end.
            failed();
            flow.endSoon(CloseReason.BUFFERS_EXHAUSTED, null, false);
        }
    }

    @Override
    public void refuse() {
        frameArrived();
        failed();
    }

    /** From now on it counts with the outbound queue, if it gets there. */
    private void frameArrived() {
        OutboundFiles.of(flow.output).accepted(-frame.remaining());
    }

    private void failed() {
        close();
        OutboundFiles files = OutboundFiles.of(flow.output);
        files.left();
        files.accepted(-length);
        if (!flow.state.isClosed()) {
            // Else it was counted as being on the way when the session was closed.
            flow.session.countUnsent(length + frame.remaining());
            // A session on its way to an end may wait for nothing else.
            flow.loop.runOrSubmit(() -> flow.loop.sessionWork.flushLater(flow));
        }
        if (callback != null) {
            FlushCallbacks.call(flow.session, callback, flow.session.closedException());
        }
    }

    // ---- on the loop

    /** What stands around it: the header, then the trailer. */
    ByteBuffer frame() {
        return frame;
    }

    int headerLength() {
        return headerLength;
    }

    @Nullable FlushCallback callback() {
        return callback;
    }

    FileSource source() {
        return source;
    }

    /** Of the part. */
    long length() {
        return length;
    }

    /** Where the next byte is. */
    long position() {
        return position;
    }

    long left() {
        return part.position() + length - position;
    }

    void advance(long bytes) {
        position += bytes;
    }

    /** Reads so many bytes, all of them. */
    void read(ByteBuffer into, int bytes) throws IOException {
        into.limit(bytes);
        long at = position;
        while (into.hasRemaining()) {
            int read = source.read(into, at);
            if (read <= 0) {
                throw becameShorter();
            }
            at += read;
        }
        into.limit(into.capacity());
    }

    /** Not everything was taken: because it is not there any more? */
    void requireWhole() throws IOException {
        if (source.size() < part.position() + length) {
            throw becameShorter();
        }
    }

    private ShortFileException becameShorter() {
        return new ShortFileException(part, length, length - left());
    }

    void close() {
        source.close();
    }
}
