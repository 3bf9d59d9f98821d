package io.github.reactorboot.benchmarks.echo;

import io.github.reactorboot.benchmarks.framing.Framing;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;

/** Fills the pipeline of a new channel. */
final class NettyPipeline extends ChannelInitializer<Channel> {

    private static final int LENGTH_BYTES = 4;
    private static final int FRAME_BYTES_MAX = EchoOptions.PAYLOAD_BYTES_MAX + LENGTH_BYTES;

    /** Shared by all channels, as is what else may be. */
    private static final LengthFieldPrepender PREPENDER = new LengthFieldPrepender(LENGTH_BYTES);

    private final Framing framing;
    private final boolean fanOut;
    private final NettyFanOut others = new NettyFanOut();

    NettyPipeline(EchoOptions options) {
        this.framing = options.framing();
        this.fanOut = options.fanOut();
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (fanOut) {
            // Decoded with its length, which all receivers get as it is: framed once, not for each.
            pipeline.addLast(decoder(0)).addLast(others);
        } else if (framing == Framing.LENGTH) {
            pipeline.addLast(decoder(LENGTH_BYTES)).addLast(PREPENDER).addLast(NettyEcho.INSTANCE);
        } else {
            pipeline.addLast(NettyEcho.INSTANCE);
        }
    }

    private static LengthFieldBasedFrameDecoder decoder(int stripped) {
        return new LengthFieldBasedFrameDecoder(FRAME_BYTES_MAX, 0, LENGTH_BYTES, 0, stripped);
    }
}
