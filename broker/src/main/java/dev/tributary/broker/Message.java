package dev.tributary.broker;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One application message. Immutable; the payload array is shared and must not be changed.
 *
 * @param id unique per message on this node
 * @param topic without wildcards, 1 to 65,535 bytes of UTF-8
 * @param qos 0 to 2
 * @param dup as the packet said
 * @param sender whom it is from
 * @param properties MQTT 5 properties of the PUBLISH; empty for MQTT 3
 * @param receivedAtMillis when the broker read it, milliseconds since 1970
 */
public record Message(
    MessageId id,
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    boolean dup,
    Sender sender,
    PublishProperties properties,
    long receivedAtMillis) {

  /** The client that published it or left it as its will; null for messages of the server. */
  public @Nullable ClientInfo publisher() {
    return switch (sender) {
      case Sender.Client(ClientInfo info) -> info;
      case Sender.Will(ClientInfo info) -> info;
      case Sender.Server _ -> null;
    };
  }

  /** The same under another id: the one that it had when it came first. */
  public Message with(MessageId other) {
    return new Message(
        other, topic, payload, qos, retain, dup, sender, properties, receivedAtMillis);
  }

  /** For keeping it longer than connections live: without what its publisher's CONNECT brought. */
  public Message retained() {
    return switch (sender) {
      case Sender.Client(ClientInfo info) -> from(new Sender.Client(info.withoutConnection()));
      case Sender.Will(ClientInfo info) -> from(new Sender.Will(info.withoutConnection()));
      case Sender.Server _ -> this;
    };
  }

  private Message from(Sender other) {
    return new Message(id, topic, payload, qos, retain, dup, other, properties, receivedAtMillis);
  }

  /** 128 bits: microseconds of the clock, node and sequence, so that ids of one node grow. */
  public record MessageId(long high, long low) {

    /** 32 upper-case hexadecimal digits. */
    @Override
    public String toString() {
      return "%016X%016X".formatted(high, low);
    }
  }

  /**
   * MQTT 5 properties of a PUBLISH that the application sees ([MQTT-3.3.2.3]).
   *
   * @param messageExpiryIntervalSeconds -1 if absent
   * @param payloadFormatIndicator 0, 1 or -1 if absent
   * @param topicAlias as the publisher set or used it, 0 if absent; not passed on to subscribers
   * @param userProperties in the order of the packet, names may repeat
   */
  public record PublishProperties(
      long messageExpiryIntervalSeconds,
      int payloadFormatIndicator,
      int topicAlias,
      @Nullable String contentType,
      @Nullable String responseTopic,
      byte @Nullable [] correlationData,
      List<Map.Entry<String, String>> userProperties) {

    public static final PublishProperties NONE =
        new PublishProperties(-1, -1, 0, null, null, null, List.of());
  }
}
