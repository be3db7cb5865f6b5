package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.session.WireCount;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts what goes over the wire, for its connection and for the broker. */
final class ByteCounter extends ChannelDuplexHandler {

  private final Counters counters;
  private final WireCount connection;

  ByteCounter(Counters counters, WireCount connection) {
    this.counters = counters;
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    int bytes = ((ByteBuf) message).readableBytes();
    counters.add(Metric.BYTES_RECEIVED, bytes);
    connection.receivedBytes(bytes);
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      counters.add(Metric.BYTES_SENT, bytes.readableBytes());
      connection.sentBytes(bytes.readableBytes());
    }
    ChannelFuture _ = ctx.write(message, promise);
  }
}
