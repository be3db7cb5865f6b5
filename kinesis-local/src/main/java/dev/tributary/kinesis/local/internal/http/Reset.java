package dev.tributary.kinesis.local.internal.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;

/**
 * Breaks off without an answer. HTTP/1.1 loses its connection by RST; HTTP/2 loses the stream only,
 * so that exactly the request is hit that was meant.
 */
final class Reset {
  private Reset() {}

  static void of(ChannelHandlerContext ctx) {
    if (!ctx.channel().isOpen()) {
      return; // the client was faster, and a closed socket has no options
    }
    if (ctx.channel() instanceof Http2StreamChannel) {
      ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    // With a linger of 0 the system sends RST instead of FIN. From the first handler on, so that
    // TLS does not say goodbye.
    ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    ChannelFuture _ = ctx.pipeline().firstContext().close();
  }
}
