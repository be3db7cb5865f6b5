package dev.tributary.acceptance.clients;

import static dev.tributary.testkit.mqtt.MqttProperties.CONTENT_TYPE;
import static dev.tributary.testkit.mqtt.MqttProperties.CORRELATION_DATA;
import static dev.tributary.testkit.mqtt.MqttProperties.MAXIMUM_PACKET_SIZE;
import static dev.tributary.testkit.mqtt.MqttProperties.MESSAGE_EXPIRY;
import static dev.tributary.testkit.mqtt.MqttProperties.RECEIVE_MAXIMUM;
import static dev.tributary.testkit.mqtt.MqttProperties.RESPONSE_TOPIC;
import static dev.tributary.testkit.mqtt.MqttProperties.SESSION_EXPIRY;
import static dev.tributary.testkit.mqtt.MqttProperties.SUBSCRIPTION_IDENTIFIER;
import static dev.tributary.testkit.mqtt.MqttProperties.TOPIC_ALIAS_MAXIMUM;
import static dev.tributary.testkit.mqtt.MqttProperties.WILL_DELAY;

import dev.tributary.testkit.mqtt.MqttProperties;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The raw client of testkit: packets by hand, every version over every transport. */
public final class RawFamily implements ClientFamily {

  @Override
  public String name() {
    return "raw packets";
  }

  @Override
  public Set<Version> versions() {
    return EnumSet.allOf(Version.class);
  }

  @Override
  public Client connect(Endpoint endpoint, Offer offer) {
    try {
      return new RawSession(open(endpoint), offer.version().isFive(), connect(offer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The socket alone. */
  public static RawMqttClient open(Endpoint endpoint) throws IOException {
    return switch (endpoint.transport()) {
      case TCP -> new RawMqttClient(endpoint.address());
      case TLS -> RawMqttClient.tls(endpoint.address(), endpoint.tls().context());
      case WS -> RawMqttClient.webSocket(endpoint.address());
      case WSS -> RawMqttClient.secureWebSocket(endpoint.address(), endpoint.tls().context());
    };
  }

  private static byte[] connect(Offer offer) {
    boolean five = offer.version().isFive();
    int flags = offer.cleanStart() ? 0x02 : 0;
    byte[] will = new byte[0];
    if (offer.will().isPresent()) {
      Offer.Will given = offer.will().get();
      flags |= 0x04 | given.qos() << 3 | (given.retain() ? 0x20 : 0);
      MqttProperties properties = new MqttProperties();
      given.delay().ifPresent(seconds -> properties.with(WILL_DELAY, seconds));
      will =
          Wire.join(
              properties(five, properties), Wire.text(given.topic()), Wire.text(given.payload()));
    }
    return Wire.packet(
        0x10,
        Wire.text(offer.version() == Version.MQTT_3_1 ? "MQIsdp" : "MQTT"),
        Wire.bytes(offer.version().level(), flags),
        Wire.two(offer.keepAlive()),
        properties(five, offered(offer)),
        Wire.text(offer.clientId()),
        will);
  }

  private static MqttProperties offered(Offer offer) {
    MqttProperties properties = new MqttProperties();
    offer.sessionExpiry().ifPresent(seconds -> properties.with(SESSION_EXPIRY, seconds));
    offer.receiveMaximum().ifPresent(messages -> properties.with(RECEIVE_MAXIMUM, messages));
    offer.maximumPacketSize().ifPresent(bytes -> properties.with(MAXIMUM_PACKET_SIZE, bytes));
    offer.topicAliasMaximum().ifPresent(aliases -> properties.with(TOPIC_ALIAS_MAXIMUM, aliases));
    return properties;
  }

  /** With their length in MQTT 5, nothing in MQTT 3. */
  static byte[] properties(boolean five, MqttProperties properties) {
    return five ? Wire.properties(properties.encoded()) : new byte[0];
  }

  static MqttProperties of(Message.Properties from) {
    MqttProperties to = new MqttProperties();
    if (!from.contentType().isEmpty()) {
      to.with(CONTENT_TYPE, from.contentType());
    }
    if (!from.responseTopic().isEmpty()) {
      to.with(RESPONSE_TOPIC, from.responseTopic());
    }
    if (!from.correlation().isEmpty()) {
      to.with(CORRELATION_DATA, from.correlation());
    }
    from.expiry().ifPresent(seconds -> to.with(MESSAGE_EXPIRY, seconds));
    for (Map.Entry<String, String> pair : from.user()) {
      to.user(pair.getKey(), pair.getValue());
    }
    return to;
  }

  static Message.Properties of(MqttProperties from) {
    return new Message.Properties(
        from.text(CONTENT_TYPE),
        from.text(RESPONSE_TOPIC),
        new String(from.bytes(CORRELATION_DATA), StandardCharsets.UTF_8),
        Numbers.of(from.number(MESSAGE_EXPIRY)),
        from.user(),
        from.numbers(SUBSCRIPTION_IDENTIFIER).stream().map(Math::toIntExact).toList());
  }
}
