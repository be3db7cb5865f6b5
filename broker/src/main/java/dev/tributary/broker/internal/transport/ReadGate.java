package dev.tributary.broker.internal.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Stops packets while they must not be handled, at once and not only with the next read: one read
 * may have decoded many. Meanwhile the socket is not read, so that what waits here is bounded by
 * one read, and the client feels the pressure through TCP.
 */
final class ReadGate extends ChannelInboundHandlerAdapter {

  private final ArrayDeque<Object> waiting = new ArrayDeque<>(0);
  private @Nullable ChannelHandlerContext ctx;
  private boolean paused;
  private boolean passing;

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    ctx = added;
  }

  boolean isPaused() {
    return paused;
  }

  void pause() {
    if (!paused) {
      paused = true;
      context().channel().config().setAutoRead(false);
    }
  }

  /** Lets packets pass until it is paused again. */
  void resume() {
    if (!paused) {
      return;
    }
    paused = false;
    if (passing) {
      return; // the loop below, further up on the stack, goes on
    }
    passing = true;
    try {
      while (!paused && !waiting.isEmpty()) {
        context().fireChannelRead(waiting.poll());
      }
    } finally {
      passing = false;
    }
    context().fireChannelReadComplete();
    if (!paused) {
      context().channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    if (paused || passing) {
      waiting.add(packet);
    } else {
      context.fireChannelRead(packet);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext known = ctx;
    if (known == null) {
      throw new IllegalStateException("the gate is not in a pipeline");
    }
    return known;
  }
}
