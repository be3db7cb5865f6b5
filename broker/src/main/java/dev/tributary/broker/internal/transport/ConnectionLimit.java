package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes connections beyond {@code max_connections} of one listener, before a byte is read. There
 * is no protocol yet in which a reason could be told; it is counted.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

  private final int connectionsMax;
  private final Observer observer;
  private final AtomicInteger connections = new AtomicInteger();

  ConnectionLimit(int connectionsMax, Observer observer) {
    this.connectionsMax = connectionsMax;
    this.observer = observer;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (connections.incrementAndGet() > connectionsMax) {
      observer.count(Metric.LISTENER_FULL);
      ChannelFuture _ = ctx.close();
    } else {
      ctx.fireChannelActive();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connections.decrementAndGet();
    ctx.fireChannelInactive();
  }
}
