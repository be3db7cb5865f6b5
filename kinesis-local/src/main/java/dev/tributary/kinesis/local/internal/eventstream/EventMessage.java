package dev.tributary.kinesis.local.internal.eventstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One message of an event stream:
 *
 * <pre>length (4) | length of headers (4) | CRC of these (4) | headers | payload | CRC of all (4)
 * </pre>
 */
public final class EventMessage {
  public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";
  private static final int PRELUDE_BYTES = 12;
  private static final int CRC_BYTES = 4;
  private static final int HEADER_BYTES_GUESS = 160;

  /** The type of a header's value that is a text. */
  private static final int TEXT = 7;

  private EventMessage() {}

  /** A header whose value is a text. */
  private record Header(String name, String value) {}

  /** Of type {@code event}. Takes over the payload; the caller releases what is returned. */
  public static ByteBuf event(
      ByteBufAllocator alloc, String type, String contentType, ByteBuf payload) {
    return message(alloc, "event", ":event-type", type, contentType, payload);
  }

  /** Of type {@code exception}. Takes over the payload; the caller releases what is returned. */
  public static ByteBuf exception(
      ByteBufAllocator alloc, String type, String contentType, ByteBuf payload) {
    return message(alloc, "exception", ":exception-type", type, contentType, payload);
  }

  private static ByteBuf message(
      ByteBufAllocator alloc,
      String messageType,
      String typeHeader,
      String type,
      String contentType,
      ByteBuf payload) {
    List<Header> headers =
        List.of(
            new Header(":message-type", messageType),
            new Header(typeHeader, type),
            new Header(":content-type", contentType));
    ByteBuf head = alloc.buffer(HEADER_BYTES_GUESS).writeZero(PRELUDE_BYTES);
    headers.forEach(header -> write(header, head));
    int headerBytes = head.readableBytes() - PRELUDE_BYTES;
    head.setInt(0, head.readableBytes() + payload.readableBytes() + CRC_BYTES);
    head.setInt(Integer.BYTES, headerBytes);
    CRC32 prelude = new CRC32();
    prelude.update(head.nioBuffer(0, 2 * Integer.BYTES));
    head.setInt(2 * Integer.BYTES, (int) prelude.getValue());
    CRC32 all = new CRC32();
    all.update(head.nioBuffer());
    all.update(payload.nioBuffer());
    ByteBuf tail = alloc.buffer(CRC_BYTES).writeInt((int) all.getValue());
    return Unpooled.wrappedBuffer(head, payload, tail);
  }

  private static void write(Header header, ByteBuf out) {
    byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
    byte[] value = header.value().getBytes(StandardCharsets.UTF_8);
    out.writeByte(name.length).writeBytes(name);
    out.writeByte(TEXT).writeShort(value.length).writeBytes(value);
  }
}
