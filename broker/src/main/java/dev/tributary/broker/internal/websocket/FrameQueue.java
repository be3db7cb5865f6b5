package dev.tributary.broker.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractCoalescingBufferQueue;
import io.netty.channel.Channel;

/** Packets that wait for their flush, and become one buffer then. */
final class FrameQueue extends AbstractCoalescingBufferQueue {

  FrameQueue(Channel channel) {
    super(channel, 4);
  }

  @Override
  protected ByteBuf composeFirst(ByteBufAllocator allocator, ByteBuf first, int bytes) {
    if (first.readableBytes() == bytes) {
      return first; // the only one: nothing is copied
    }
    ByteBuf all = allocator.ioBuffer(bytes);
    all.writeBytes(first);
    first.release();
    return all;
  }

  @Override
  protected ByteBuf compose(ByteBufAllocator allocator, ByteBuf cumulation, ByteBuf next) {
    cumulation.writeBytes(next);
    next.release();
    return cumulation;
  }

  @Override
  protected ByteBuf removeEmptyValue() {
    return Unpooled.EMPTY_BUFFER;
  }
}
