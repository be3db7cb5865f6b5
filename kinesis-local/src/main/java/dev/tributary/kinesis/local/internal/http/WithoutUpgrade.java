package dev.tributary.kinesis.local.internal.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Completes the pipeline of HTTP/1.1 once a first request did not turn it into HTTP/2. */
final class WithoutUpgrade extends ChannelInboundHandlerAdapter {
  private final ConnectionPipeline pipeline;
  private final BodyMeter meter;

  WithoutUpgrade(ConnectionPipeline pipeline, BodyMeter meter) {
    this.pipeline = pipeline;
    this.meter = meter;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    pipeline.http1Requests(ctx.pipeline(), meter);
    ctx.fireChannelRead(message);
    ctx.pipeline().remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LastHandler.close(ctx, cause);
  }
}
