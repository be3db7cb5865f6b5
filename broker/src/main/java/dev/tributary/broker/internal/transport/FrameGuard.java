package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.protocol.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the packet boundaries of the byte stream and stops a packet that says it is longer than
 * allowed while only its first bytes are here: the decoder behind it would collect the whole
 * variable header first. Stops as well when the decoder waits for more than the packet has. What
 * came before the offending packet still passes.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {

  /** Told to the pipeline; nothing more is passed on. */
  record Violation(Reason reason, String detail) {}

  private static final int PINGREQ = 12;
  private static final int LENGTH_SHIFT_MAX = 21;

  private final int packetBytesMax;
  private final LongSupplier decodedPackets;
  private long wholePackets;
  private int type = -1;
  private int length;
  private int lengthShift;
  private int bodyLeft;
  private boolean stopped;

  /**
   * @param decodedPackets how many packets have come out of the decoder so far
   */
  FrameGuard(int packetBytesMax, LongSupplier decodedPackets) {
    this.packetBytesMax = packetBytesMax;
    this.decodedPackets = decodedPackets;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (stopped) {
      bytes.release();
      return;
    }
    int packetStart = bytes.readerIndex();
    int end = bytes.writerIndex();
    int at = packetStart;
    while (at < end) {
      if (bodyLeft > 0) {
        int skipped = Math.min(bodyLeft, end - at);
        bodyLeft -= skipped;
        at += skipped;
        packetStart = at;
        wholePackets += bodyLeft == 0 ? 1 : 0;
        continue;
      }
      Violation violation = header(bytes.getUnsignedByte(at++));
      if (violation != null) {
        stopped = true;
        // Bytes of this packet that passed with an earlier read stay incomplete in the decoder.
        bytes.writerIndex(packetStart);
        ctx.fireChannelRead(bytes);
        ctx.fireUserEventTriggered(violation);
        return;
      }
      if (type < 0 && bodyLeft == 0) {
        packetStart = at;
        wholePackets++;
      }
    }
    ctx.fireChannelRead(bytes);
    stopIfDecoderWaits(ctx);
  }

  /**
   * A length inside a packet that points beyond its end leaves the decoder waiting for bytes that
   * belong to nobody or to the next packet.
   */
  private void stopIfDecoderWaits(ChannelHandlerContext ctx) {
    if (decodedPackets.getAsLong() < wholePackets) {
      stopped = true;
      ctx.fireUserEventTriggered(
          new Violation(
              Reason.MALFORMED_PACKET, "a length inside the packet points beyond its end"));
    }
  }

  private @Nullable Violation header(int octet) {
    if (type < 0) {
      type = octet >> 4;
      length = 0;
      lengthShift = 0;
      return null;
    }
    if (lengthShift > LENGTH_SHIFT_MAX) {
      return new Violation(Reason.MALFORMED_PACKET, "remaining length of more than 4 bytes");
    }
    length |= (octet & 0x7F) << lengthShift;
    lengthShift += 7;
    if ((octet & 0x80) != 0) {
      return null;
    }
    int total = 1 + lengthShift / 7 + length;
    if (total > packetBytesMax) {
      return new Violation(
          Reason.PACKET_TOO_LARGE, "packet of " + total + " bytes, at most " + packetBytesMax);
    }
    if (type == PINGREQ && length > 0) {
      return new Violation(Reason.MALFORMED_PACKET, "PINGREQ with a body");
    }
    bodyLeft = length;
    type = -1;
    return null;
  }
}
