package dev.tributary.kinesis.local.internal.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Behind HTTP/2: frames of the connection that nobody needs end here, and so do its errors. */
final class LastHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(LastHandler.class);

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close(ctx, cause);
  }

  static void close(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection {} closed: {}", ctx.channel(), cause.toString());
    ChannelFuture _ = ctx.close();
  }
}
