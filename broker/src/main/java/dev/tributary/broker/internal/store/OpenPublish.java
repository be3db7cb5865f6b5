package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import java.util.zip.CRC32C;

/**
 * A QoS 2 publish that is on its way to its subscribers: some of them may hold it already, and its
 * client has no PUBREC. If the process ends, the client sends it again.
 *
 * @param message the id under which subscribers hold it
 * @param content of {@link #contentOf}: a client that has lost its state may use the packet
 *     identifier for something else
 */
public record OpenPublish(int packetId, MessageId message, long content) {

  /** Different for messages of different topic or payload, as far as 64 bits can tell. */
  public static long contentOf(Message message) {
    CRC32C sum = new CRC32C();
    sum.update(message.payload());
    return (long) message.topic().hashCode() << 32 | sum.getValue();
  }
}
