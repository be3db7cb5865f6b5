package dev.tributary.kinesis.local.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;

/** Closes connections above a number at once. Keeps the group of those that are open. */
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
}
