package io.github.reactorboot.benchmarks.echo;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** Writes the received buffer back, and flushes when the read is over. */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // void promises, and ends that nobody waits for
final class NettyEcho extends ChannelInboundHandlerAdapter {

    static final NettyEcho INSTANCE = new NettyEcho();

    private NettyEcho() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // Behind all answers; written in front of the encoder, which would frame the nothing.
            context.pipeline()
                    .firstContext()
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset of the peer, or a broken frame: this channel alone ends.
        context.close();
    }
}
