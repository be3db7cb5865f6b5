package dev.tributary.acceptance.clients;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client says in CONNECT. Everything from {@code sessionExpiry} on is for MQTT 5 alone; what
 * is empty is not sent.
 *
 * @param cleanStart clean session, for MQTT 3
 * @param sessionExpiry seconds
 */
public record Offer(
    Version version,
    String clientId,
    boolean cleanStart,
    int keepAlive,
    Optional<Will> will,
    OptionalInt sessionExpiry,
    OptionalInt receiveMaximum,
    OptionalInt maximumPacketSize,
    OptionalInt topicAliasMaximum) {

  /**
   * A will.
   *
   * @param delay seconds; for MQTT 5 alone
   */
  public record Will(String topic, String payload, int qos, boolean retain, OptionalInt delay) {}

  /** A session that ends with its connection. */
  public static Offer clean(Version version, String clientId) {
    return new Offer(
        version,
        clientId,
        true,
        60,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** A session that outlives its connection, continued if there is one. */
  public static Offer persistent(Version version, String clientId) {
    Offer clean = clean(version, clientId);
    return new Offer(
        version,
        clientId,
        false,
        clean.keepAlive,
        clean.will,
        version.isFive() ? OptionalInt.of(600) : OptionalInt.empty(),
        clean.receiveMaximum,
        clean.maximumPacketSize,
        clean.topicAliasMaximum);
  }

  public Offer with(Will other) {
    return new Offer(
        version,
        clientId,
        cleanStart,
        keepAlive,
        Optional.of(other),
        sessionExpiry,
        receiveMaximum,
        maximumPacketSize,
        topicAliasMaximum);
  }

  public Offer withSessionExpiry(int seconds) {
    return new Offer(
        version,
        clientId,
        cleanStart,
        keepAlive,
        will,
        OptionalInt.of(seconds),
        receiveMaximum,
        maximumPacketSize,
        topicAliasMaximum);
  }

  public Offer withReceiveMaximum(int messages) {
    return new Offer(
        version,
        clientId,
        cleanStart,
        keepAlive,
        will,
        sessionExpiry,
        OptionalInt.of(messages),
        maximumPacketSize,
        topicAliasMaximum);
  }

  public Offer withMaximumPacketSize(int bytes) {
    return new Offer(
        version,
        clientId,
        cleanStart,
        keepAlive,
        will,
        sessionExpiry,
        receiveMaximum,
        OptionalInt.of(bytes),
        topicAliasMaximum);
  }

  public Offer withTopicAliasMaximum(int aliases) {
    return new Offer(
        version,
        clientId,
        cleanStart,
        keepAlive,
        will,
        sessionExpiry,
        receiveMaximum,
        maximumPacketSize,
        OptionalInt.of(aliases));
  }
}
