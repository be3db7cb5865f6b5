package dev.tributary.kinesis.local.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.timeout.IdleStateEvent;

/**
 * Closes connections above a number at once, and those that have been silent. Keeps the group of
 * those that are open.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
  private final ChannelGroup open;
  private final int connectionsMax;

  ConnectionLimit(ChannelGroup open, int connectionsMax) {
    this.open = open;
    this.connectionsMax = connectionsMax;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    if (open.size() >= connectionsMax) {
      ChannelFuture _ = ctx.close();
      return;
    }
    open.add(channel); // leaves by itself when it is closed
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      ChannelFuture _ = ctx.close();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }
}
