package dev.tributary.broker.internal.transport;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.EncodedPublish;
import dev.tributary.broker.internal.protocol.OutboundAliases;
import dev.tributary.broker.internal.protocol.PublishEncoder;
import org.jspecify.annotations.Nullable;

/** In which form one client gets a delivery: its version, and an alias where it takes some. */
final class DeliveryForm {

  private DeliveryForm() {}

  /**
   * Good until the encoder's next packet; may be larger than the client takes.
   *
   * @param nowMillis looked at only if the delivery expires
   */
  static EncodedPublish of(
      Delivery delivery,
      Accepted in,
      @Nullable OutboundAliases aliases,
      PublishEncoder encoder,
      long nowMillis) {
    if (aliases == null) {
      return encode(delivery, in.five(), encoder, nowMillis, OutboundAliases.NONE);
    }
    long bytesMax = in.terms().packetBytesMax();
    if (bytesMax < ConnectTerms.PACKET_BYTES_ANY) {
      EncodedPublish plain = encode(delivery, true, encoder, nowMillis, OutboundAliases.NONE);
      if (!plain.fits(bytesMax - OutboundAliases.BYTES)) {
        return plain; // an alias must not be set by what may not be sent
      }
    }
    return encode(delivery, true, encoder, nowMillis, aliases.use(delivery.message().topic()));
  }

  private static EncodedPublish encode(
      Delivery delivery, boolean five, PublishEncoder encoder, long nowMillis, int alias) {
    boolean retain = delivery.retain();
    if (!five) {
      return encoder.encode(delivery.message(), false, delivery.qos(), retain, 0, -1, alias);
    }
    return encoder.encode(
        delivery.message(),
        true,
        delivery.qos(),
        retain,
        delivery.subscriptionIdentifier(),
        delivery.furtherIdentifiers(),
        delivery.expires() ? delivery.remainingExpirySeconds(nowMillis) : -1,
        alias);
  }
}
