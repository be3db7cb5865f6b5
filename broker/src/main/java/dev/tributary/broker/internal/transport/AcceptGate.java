package dev.tributary.broker.internal.transport;

import dev.tributary.broker.RateLimit;
import dev.tributary.broker.internal.metrics.Metric;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at a listening socket and stops accepting for a while: when the connection rate is
 * reached, and when accepting fails, as it does when file descriptors run out. Who wants to connect
 * meanwhile waits in the kernel's queue, which costs this process nothing, and comes in later.
 */
@Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptGate.class);
  private static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String listener;
  private final Services services;
  private volatile @Nullable TokenBucket bucket;
  private long toldNanos;
  private boolean told;

  AcceptGate(String listener, Services services) {
    this.listener = listener;
    this.services = services;
  }

  /**
   * @param rate null for as many as come
   */
  void limit(@Nullable RateLimit rate) {
    bucket = rate == null ? null : new TokenBucket(rate, services.nanos().getAsLong());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    ctx.fireChannelRead(accepted);
    TokenBucket limited = bucket;
    if (limited != null) {
      long now = services.nanos().getAsLong();
      limited.take(1, now);
      long wait = limited.waitNanos(now);
      if (wait > 0 && ctx.channel().config().isAutoRead()) {
        services.observer().count(Metric.ACCEPT_RATE_LIMITED);
        pause(ctx, wait);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    services.observer().count(Metric.ACCEPT_FAILED);
    tell(cause);
    pause(ctx, FAILED_NANOS);
  }

  private void pause(ChannelHandlerContext ctx, long nanos) {
    ctx.channel().config().setAutoRead(false);
    var _ = ctx.executor().schedule(() -> goOn(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  private void goOn(ChannelHandlerContext ctx) {
    TokenBucket limited = bucket;
    long wait = limited == null ? 0 : limited.waitNanos(services.nanos().getAsLong());
    if (wait > 0) {
      pause(ctx, wait);
    } else {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void tell(Throwable cause) {
    long now = services.nanos().getAsLong();
    if (!told || now - toldNanos >= TELL_NANOS) {
      told = true;
      toldNanos = now;
      LOG.warn("listener {} cannot accept a connection; it tries again", listener, cause);
    }
  }
}
