package io.github.reactorboot.benchmarks.echo;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes each frame to all other channels, one duplicate each, and flushes them when the read is
 * over. Of one event loop, which alone calls it.
 */
@Sharable
// Void promises, ends that nobody waits for; and a channel is itself and nothing else.
@SuppressWarnings({"FutureReturnValueIgnored", "ReferenceEquality"})
final class NettyFanOut extends ChannelInboundHandlerAdapter {

    private final List<Channel> channels = new ArrayList<>();

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channels.add(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channels.remove(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        Channel sender = context.channel();
        for (int i = channels.size() - 1; i >= 0; i--) {
            Channel channel = channels.get(i);
            if (channel == sender) {
                continue;
            }
            if (channel.isWritable()) {
                channel.write(frame.retainedDuplicate(), channel.voidPromise());
            } else {
                // Beyond the high-water mark, which is the bound of what may wait for one session.
                channel.close();
            }
        }
        frame.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        for (int i = channels.size() - 1; i >= 0; i--) {
            channels.get(i).flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
