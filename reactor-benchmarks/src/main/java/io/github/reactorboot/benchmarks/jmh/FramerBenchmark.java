package io.github.reactorboot.benchmarks.jmh;

import io.github.reactorboot.runtime.framing.FrameScan;
import io.github.reactorboot.runtime.framing.Framer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Time to find one frame in a buffer of many and to make its payload ready for a handler, which
 * looks at its length and first byte. Both sides have direct buffers.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FramerBenchmark.FRAMES)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            ForkFlags.NATIVE,
            ForkFlags.UNSAFE,
            ForkFlags.HEAP_LEAST,
            ForkFlags.HEAP_MOST
        })
public class FramerBenchmark {

    /** Of 1 KiB: as much as one read of 64 KiB brings. */
    static final int FRAMES = 64;

    /** The runtime, as a session does it. */
    @Benchmark
    public int reactor(Received received, Blackhole blackhole) {
        ByteBuffer in = received.bytes;
        FrameScan scan = received.scan;
        int limit = in.limit();
        int frames = 0;
        while (in.hasRemaining()) {
            int start = in.position();
            if (!received.framer.scan(in, scan.begin(Framing.MAX_BYTES, 0))) {
                break;
            }
            scan.validate(limit - start);
            int payload = start + scan.payloadOffset();
            in.limit(payload + scan.payloadLength()).position(payload);
            blackhole.consume(in.remaining());
            blackhole.consume(in.get(payload));
            in.limit(limit).position(start + scan.frameLength());
            frames++;
        }
        in.rewind();
        return Received.complete(frames);
    }

    /** Netty's decoders without a pipeline. */
    @Benchmark
    public int netty(NettyReceived received, Blackhole blackhole) throws Exception {
        ByteBuf in = received.bytes;
        int frames = 0;
        while (received.decoder.next(in) instanceof ByteBuf frame) {
            consume(frame, blackhole);
            frames++;
        }
        in.readerIndex(0);
        return Received.complete(frames);
    }

    /** Netty's decoders with the next handler behind them, as applications have them. */
    @Benchmark
    public int nettyPipeline(NettyReceived received, Blackhole blackhole) {
        received.last.blackhole = blackhole;
        received.last.frames = 0;
        ByteBuf in = received.bytes;
        received.channel.pipeline().fireChannelRead(in.retain());
        in.readerIndex(0);
        return Received.complete(received.last.frames);
    }

    private static void consume(ByteBuf frame, Blackhole blackhole) {
        blackhole.consume(frame.readableBytes());
        blackhole.consume(frame.getByte(frame.readerIndex()));
        frame.release();
    }

    /** What the runtime looks at. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class Received {

        @Param public Framing framing;

        @Param({"64", "1024"})
        public int payloadBytes;

        private final FrameScan scan = new FrameScan();
        private Framer framer;
        private ByteBuffer bytes;

        @Setup
        public void receive() {
            framer = framing.framer(payloadBytes);
            bytes = framing.frames(FRAMES, payloadBytes);
        }

        static int complete(int frames) {
            if (frames != FRAMES) {
                throw new IllegalStateException("found " + frames + " frames, not " + FRAMES);
            }
            return frames;
        }
    }

    /** What Netty looks at. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
    public static class NettyReceived {

        @Param public Framing framing;

        @Param({"64", "1024"})
        public int payloadBytes;

        private final Last last = new Last();
        private Framing.NettyFraming decoder;
        private EmbeddedChannel channel;
        private ByteBuf bytes;

        @Setup
        public void receive() {
            ByteBuffer frames = framing.frames(FRAMES, payloadBytes);
            bytes = PooledByteBufAllocator.DEFAULT.directBuffer(frames.remaining());
            bytes.writeBytes(frames);
            decoder = framing.decoder(payloadBytes);
            channel = new EmbeddedChannel(framing.decoder(payloadBytes), last);
        }

        @TearDown
        public void release() {
            channel.finishAndReleaseAll();
            bytes.release();
        }
    }

    private static final class Last extends ChannelInboundHandlerAdapter {

        private @Nullable Blackhole blackhole;
        private int frames;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Blackhole present = blackhole;
            if (present != null) {
                consume((ByteBuf) message, present);
                frames++;
            }
        }
    }
}
