package dev.tributary.acceptance.clients;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A message on its way out or in. */
public record Message(
    String topic, byte[] payload, int qos, boolean retain, Properties properties) {

  /**
   * What MQTT 5 adds; texts are empty where there are none.
   *
   * @param expiry seconds
   * @param subscriptions identifiers of the subscriptions that matched; only on the way in
   */
  public record Properties(
      String contentType,
      String responseTopic,
      String correlation,
      OptionalInt expiry,
      List<Map.Entry<String, String>> user,
      List<Integer> subscriptions) {

    public static final Properties NONE =
        new Properties("", "", "", OptionalInt.empty(), List.of(), List.of());

    public Properties withExpiry(int seconds) {
      return new Properties(
          contentType, responseTopic, correlation, OptionalInt.of(seconds), user, subscriptions);
    }
  }

  public static Message of(String topic, int qos, String payload) {
    return new Message(
        topic, payload.getBytes(StandardCharsets.UTF_8), qos, false, Properties.NONE);
  }

  public Message retained() {
    return new Message(topic, payload, qos, true, properties);
  }

  public Message with(Properties other) {
    return new Message(topic, payload, qos, retain, other);
  }

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "%s (%d bytes, QoS %d%s) %s"
        .formatted(
            topic,
            payload.length,
            qos,
            retain ? ", retained" : "",
            payload.length < 100 ? text() : "…");
  }
}
