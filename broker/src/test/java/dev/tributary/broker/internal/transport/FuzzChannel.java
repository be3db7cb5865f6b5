package dev.tributary.broker.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.DefaultChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose other side is the test: it reads what is sent when, and as far as, it likes.
 * On its loop.
 */
final class FuzzChannel extends AbstractChannel implements DuplexChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false);
  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final Consumer<ByteBuf> otherSide;
  private long readable = Long.MAX_VALUE;
  private boolean active;
  private boolean closed;
  private boolean outputShut;
  private @Nullable Throwable unhandled;

  FuzzChannel(Consumer<ByteBuf> otherSide) {
    super(null);
    this.otherSide = otherSide;
  }

  /** The other side reads no more than so many bytes from here on. */
  void readAtMost(long bytes) {
    readable = bytes;
    if (bytes > 0 && isOpen()) {
      unsafe().flush();
    }
  }

  /** Throws what has passed all handlers. */
  void check() {
    if (unhandled != null) {
      throw new AssertionError("past the last handler", unhandled);
    }
  }

  @Override
  protected DefaultChannelPipeline newChannelPipeline() {
    return new DefaultChannelPipeline(this) {
      @Override
      protected void onUnhandledInboundException(Throwable cause) {
        unhandled = cause;
        ReferenceCountUtil.release(cause);
      }

      @Override
      protected void onUnhandledInboundMessage(Object message) {
        unhandled = new IllegalStateException("unhandled: " + message);
        ReferenceCountUtil.release(message);
      }
    };
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) {
    while (readable > 0 && in.current() instanceof ByteBuf next) {
      int bytes = (int) Math.min(readable, next.readableBytes());
      if (!outputShut) {
        otherSide.accept(next.slice(next.readerIndex(), bytes));
      }
      if (readable != Long.MAX_VALUE) {
        readable -= bytes;
      }
      in.removeBytes(bytes);
      if (bytes == 0) {
        in.remove();
      }
    }
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new AbstractUnsafe() {
      @Override
      public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        promise.setFailure(new IllegalStateException("it is connected"));
      }
    };
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected void doRegister(ChannelPromise promise) {
    active = true;
    promise.setSuccess();
  }

  @Override
  protected SocketAddress localAddress0() {
    return ADDRESS;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return ADDRESS;
  }

  @Override
  protected void doBind(SocketAddress address) {}

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doClose() {
    active = false;
    closed = true;
  }

  @Override
  protected void doBeginRead() {}

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  // What a socket can do besides

  @Override
  public boolean isInputShutdown() {
    return closed;
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    return promise.setSuccess();
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShut;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    outputShut = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isShutdown() {
    return closed;
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    return shutdownOutput(promise);
  }
}
