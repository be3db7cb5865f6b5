package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.protocol.ProtocolViolation;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.WireRules;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Lets whole packets through to the decoder, as many as a read has, once the bytes of each are
 * found in order. Collects one packet at most, and none that says it is longer than allowed. After
 * the first violation nothing more is passed on; what came before it still passes.
 */
final class FrameGuard extends ByteToMessageDecoder {

  /**
   * Told to the pipeline instead of the packet.
   *
   * @param five whether the client has said that it speaks MQTT 5, hence understands the reason
   */
  record Violation(Reason reason, String detail, boolean five) {}

  private static final int LENGTH_BYTES_MAX = 4;
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final int packetBytesMax;
  private final WireRules rules = new WireRules();
  private boolean stopped;

  FrameGuard(int packetBytesMax) {
    this.packetBytesMax = packetBytesMax;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (stopped) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int start = in.readerIndex();
    int end = in.writerIndex();
    int good = start;
    try {
      int bytes = packetBytes(in, good, end);
      while (bytes <= end - good) {
        rules.check(in.setIndex(good, good + bytes));
        good += bytes;
        bytes = packetBytes(in, good, end);
      }
      in.setIndex(start, end);
    } catch (ProtocolViolation e) {
      in.setIndex(start, end);
      if (good == start) {
        stop(ctx, in, e);
      } // else what is good goes first, and this packet comes again at once
    }
    if (good > start) {
      out.add(in.readRetainedSlice(good - start));
    }
  }

  private void stop(ChannelHandlerContext ctx, ByteBuf in, ProtocolViolation violation) {
    stopped = true;
    in.skipBytes(in.readableBytes());
    String detail = String.valueOf(violation.getMessage());
    ctx.fireUserEventTriggered(new Violation(violation.reason(), detail, rules.five()));
  }

  /** How long the packet at that place is, with its header. */
  private int packetBytes(ByteBuf in, int start, int end) throws ProtocolViolation {
    if (start == end) {
      return UNKNOWN;
    }
    rules.checkFirst(in.getUnsignedByte(start));
    int length = 0;
    for (int n = 0; n < LENGTH_BYTES_MAX; n++) {
      int at = start + 1 + n;
      if (at == end) {
        return UNKNOWN;
      }
      int digit = in.getUnsignedByte(at);
      length |= (digit & 0x7F) << (7 * n);
      if (digit < 0x80) {
        return checked(2 + n + length);
      }
    }
    throw new ProtocolViolation(
        Reason.MALFORMED_PACKET, "remaining length of more than 4 bytes"); // [MQTT-1.5.5-1]
  }

  private int checked(int bytes) throws ProtocolViolation {
    if (bytes > packetBytesMax) {
      throw new ProtocolViolation(
          Reason.PACKET_TOO_LARGE, "packet of " + bytes + " bytes, at most " + packetBytesMax);
    }
    return bytes;
  }
}
