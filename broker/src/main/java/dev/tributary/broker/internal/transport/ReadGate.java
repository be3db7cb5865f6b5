package dev.tributary.broker.internal.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Stops packets while they must not be handled, at once and not only with the next read: one read
 * may have decoded many. Meanwhile the socket is not read, so that what waits here is bounded by
 * one read, and the client feels the pressure through TCP. There may be several reasons to hold at
 * a time; packets pass again when the last of them is gone.
 */
final class ReadGate extends ChannelInboundHandlerAdapter {

  private final ArrayDeque<Object> waiting = new ArrayDeque<>(0);
  private @Nullable ChannelHandlerContext ctx;
  private int holds;
  private boolean passing;
  private boolean endless;

  /** Why packets must wait. */
  enum Hold {
    /** The client's session is on its way here. */
    SESSION(1),
    /** As many acknowledgements are owed as may be. */
    ACKNOWLEDGEMENTS(2),
    /** The client does not read what is sent to it. */
    UNREAD(4),
    /** The client was faster than its listener lets it be. */
    RATE(8),
    /** What the client asked for is being stored before it is answered. */
    STORE(16);

    private final int bit;

    Hold(int bit) {
      this.bit = bit;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    ctx = added;
  }

  boolean isPaused() {
    return holds != 0;
  }

  boolean isPaused(Hold why) {
    return (holds & why.bit) != 0;
  }

  void pause(Hold why) {
    if (endless) {
      return;
    }
    boolean first = holds == 0;
    holds |= why.bit;
    if (first) {
      context().channel().config().setAutoRead(false);
    }
  }

  /** Lets packets pass until it is paused again, unless there is another reason to wait. */
  void resume(Hold why) {
    if (isPaused(why)) {
      holds &= ~why.bit;
      pass();
    }
  }

  /** The connection is closed: from here on everything passes, to be thrown away. */
  void open() {
    endless = true;
    if (isPaused()) {
      holds = 0;
      pass();
    }
  }

  private void pass() {
    if (isPaused() || passing) {
      return; // if passing, the loop below, further up on the stack, goes on
    }
    passing = true;
    try {
      while (!isPaused() && !waiting.isEmpty()) {
        context().fireChannelRead(waiting.poll());
      }
    } finally {
      passing = false;
    }
    context().fireChannelReadComplete();
    if (!isPaused()) {
      context().channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    if (isPaused() || passing) {
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
