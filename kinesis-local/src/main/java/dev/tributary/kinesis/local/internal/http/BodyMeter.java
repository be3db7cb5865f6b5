package dev.tributary.kinesis.local.internal.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts the bytes of bodies from when they come until they were performed. When all connections
 * together hold too much, the one that asks for more is answered 503 and closed: clients try again.
 */
final class BodyMeter extends ChannelInboundHandlerAdapter {
  private final BodyBudget budget;
  private long taken;
  private boolean refused;

  BodyMeter(BodyBudget budget) {
    this.budget = budget;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpContent content && !refused) {
      int count = content.content().readableBytes();
      refused = !budget.take(count);
      if (refused) {
        refuse(ctx);
      } else {
        taken += count;
      }
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private static void refuse(ChannelHandlerContext ctx) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, 0)
        .set(HttpHeaderNames.CONNECTION, "close");
    ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  /** A body of so many bytes is not needed any more. What was too long never comes here. */
  void performed(long count) {
    long back = Math.min(count, taken);
    taken -= back;
    budget.giveBack(back);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    performed(taken);
  }
}
