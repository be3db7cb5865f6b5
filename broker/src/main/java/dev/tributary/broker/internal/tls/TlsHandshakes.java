package dev.tributary.broker.internal.tls;

import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts handshakes that failed and ends what TLS breaks. Nobody past it could do anything about
 * it: there is no client yet, or no way to send to it any more.
 */
@Sharable
public final class TlsHandshakes extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(TlsHandshakes.class);

  private final Observer observer;

  public TlsHandshakes(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      observer.count(Metric.TLS_HANDSHAKE_FAILED);
      LOG.debug("TLS handshake with {} failed", ctx.channel().remoteAddress(), done.cause());
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
      ChannelFuture _ = ctx.close();
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }
}
