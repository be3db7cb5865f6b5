package dev.tributary.broker.internal.transport;

import dev.tributary.broker.TcpOptions;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Reason;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code send_timeout}: closes clients that read nothing for that long, to twice that long, while
 * something waits for them. Stands at the socket, so that it sees what the socket did not take, and
 * serves all connections of a listener: only those that leave something unread cost anything.
 */
@Sharable
final class StalledClients extends ChannelOutboundHandlerAdapter {

  private final TcpOptions options;
  private final Observer observer;
  private final Set<ChannelHandlerContext> watched = ConcurrentHashMap.newKeySet();

  StalledClients(TcpOptions options, Observer observer) {
    this.options = options;
    this.observer = observer;
  }

  /** How far a client has read; equal marks mean that it has read nothing. */
  private record Mark(int head, long headProgress, int entries, long bytes) {

    private static final Mark NOTHING = new Mark(0, 0, 0, 0);

    static Mark of(ChannelHandlerContext ctx) {
      ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
      return unsent == null || unsent.totalPendingWriteBytes() == 0
          ? NOTHING
          : new Mark(
              System.identityHashCode(unsent.current()), // by content would read released bytes
              unsent.currentProgress(),
              unsent.size(),
              unsent.totalPendingWriteBytes());
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    ctx.flush();
    ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
    if (unsent != null && unsent.totalPendingWriteBytes() > 0 && watched.add(ctx)) {
      lookAgain(ctx, Mark.of(ctx));
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    watched.remove(ctx);
  }

  private void lookAgain(ChannelHandlerContext ctx, Mark before) {
    var _ =
        ctx.executor()
            .schedule(
                () -> look(ctx, before), options.sendTimeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext ctx, Mark before) {
    Mark now = Mark.of(ctx);
    if (now.equals(Mark.NOTHING) || ctx.isRemoved()) {
      watched.remove(ctx);
    } else if (now.equals(before)) {
      ConnectionHandler.Order close =
          (connection, disconnector) -> {
            if (!connection.isClosed()) {
              disconnector.close(
                  connection, Reason.SEND_TIMEOUT, "nothing read for " + options.sendTimeout());
              observer.count(Metric.SEND_TIMEOUT); // whoever sees it may count on the close
            }
          };
      ctx.pipeline().fireUserEventTriggered(close);
    } else {
      lookAgain(ctx, now);
    }
  }
}
