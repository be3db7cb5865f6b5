package dev.tributary.broker.internal.proxy;

import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the header that {@link ProxyDecoder} has read, and leaves. Without a good one within the
 * time allowed the connection is closed and counted; a proxy's own connection (command LOCAL, or a
 * protocol that it does not know) keeps its address.
 */
public final class ProxyHeader extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);

  private final Duration timeout;
  private final Observer observer;
  private final Origin origin;
  private @Nullable Future<?> deadline;

  /** Is told from where the client comes, and to where it went. */
  @FunctionalInterface
  public interface Origin {
    void cameThrough(InetSocketAddress peer, InetSocketAddress local);
  }

  public ProxyHeader(Duration timeout, Observer observer, Origin origin) {
    this.timeout = timeout;
    this.observer = observer;
    this.origin = origin;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(() -> fail(ctx, "no header came"), timeout.toNanos(), TimeUnit.NANOSECONDS);
    ctx.fireChannelActive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HAProxyMessage header) {
      try {
        take(header);
        ctx.pipeline().remove(this);
      } catch (UnknownHostException e) {
        fail(ctx, String.valueOf(e.getMessage()));
      } finally {
        header.release();
      }
    } else {
      ReferenceCountUtil.release(message); // behind a header that was no good
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof HAProxyProtocolException) {
      fail(ctx, String.valueOf(cause.getMessage()));
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private void take(HAProxyMessage header) throws UnknownHostException {
    if (header.command() != HAProxyCommand.PROXY) {
      return;
    }
    InetAddress peer = address(header.sourceAddress());
    InetAddress local = address(header.destinationAddress());
    if (peer != null && local != null) {
      origin.cameThrough(
          new InetSocketAddress(peer, header.sourcePort()),
          new InetSocketAddress(local, header.destinationPort()));
    }
  }

  /** Null for what is no IP address, such as the path of a socket of this machine. */
  private static @Nullable InetAddress address(@Nullable String text) throws UnknownHostException {
    byte[] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
    return bytes == null ? null : InetAddress.getByAddress(bytes);
  }

  private void fail(ChannelHandlerContext ctx, String why) {
    observer.count(Metric.PROXY_PROTOCOL_FAILED);
    LOG.debug("PROXY header from {}: {}", ctx.channel().remoteAddress(), why);
    ChannelFuture _ = ctx.close();
  }
}
