package dev.tributary.management.internal.rest;

import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.management.MessagePublisher.Publication;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a message to publish out of a request. */
final class PublishBody {

  /** Reason codes of MQTT 5 that stand in answers in place of an error code. */
  static final int PAYLOAD_NOT_READABLE = 131;

  static final int TOPIC_NAME_INVALID = 144;

  private static final int TOPIC_BYTES_MAX = 65_535;
  private static final long EXPIRY_MAX = 0xFFFF_FFFFL;

  private static final Set<String> FIELDS =
      Set.of("topic", "payload", "payload_encoding", "qos", "retain", "clientid", "properties");
  private static final Set<String> PROPERTIES =
      Set.of(
          "payload_format_indicator",
          "message_expiry_interval",
          "response_topic",
          "correlation_data",
          "content_type",
          "user_properties");

  private PublishBody() {}

  /**
   * The message.
   *
   * @throws ApiException if a field is missing or of the wrong type
   * @throws NotPublishable if its topic or payload can be no message's
   */
  static Publication read(BodyValues body) throws ApiException, NotPublishable {
    body.requireKnown(FIELDS);
    body.textOrNull("clientid", "text");
    String topic = body.text("topic", "a topic name");
    String payload = body.text("payload", "text");
    String encoding = body.oneOf("payload_encoding", List.of("plain", "base64"), "plain");
    int qos = body.integer("qos", 0, 2, 0);
    boolean retain = body.flag("retain", false);
    PublishProperties properties = properties(body.objectOrNull("properties"));
    if (!isTopicName(topic)) {
      throw new NotPublishable(TOPIC_NAME_INVALID, "topic_name_invalid");
    }
    return new Publication(topic, bytes(payload, encoding), qos, retain, properties);
  }

  /** A message that is well-formed as JSON and cannot be sent by MQTT all the same. */
  static final class NotPublishable extends Exception {
    private static final long serialVersionUID = 1L;

    private final int reasonCode;

    NotPublishable(int reasonCode, String message) {
      super(message);
      this.reasonCode = reasonCode;
    }

    int reasonCode() {
      return reasonCode;
    }
  }

  private static boolean isTopicName(String topic) {
    return !topic.isEmpty()
        && topic.chars().noneMatch(c -> c == '#' || c == '+' || c == 0)
        && StandardCharsets.UTF_8.newEncoder().canEncode(topic)
        && topic.getBytes(StandardCharsets.UTF_8).length <= TOPIC_BYTES_MAX;
  }

  private static byte[] bytes(String payload, String encoding) throws NotPublishable {
    if (encoding.equals("plain")) {
      return payload.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(payload);
    } catch (IllegalArgumentException e) {
      throw new NotPublishable(
          PAYLOAD_NOT_READABLE, "payload: expected base64, as payload_encoding says");
    }
  }

  private static PublishProperties properties(@Nullable BodyValues body) throws ApiException {
    if (body == null) {
      return PublishProperties.NONE;
    }
    body.requireKnown(PROPERTIES);
    Long expiry = body.integerOrNull("message_expiry_interval", 0, EXPIRY_MAX);
    String correlation = body.textOrNull("correlation_data", "text");
    return new PublishProperties(
        expiry == null ? -1 : expiry,
        body.integer("payload_format_indicator", 0, 1, -1),
        0,
        shortText(body, "content_type"),
        responseTopic(body),
        correlation == null ? null : correlation.getBytes(StandardCharsets.UTF_8),
        userProperties(body));
  }

  private static @Nullable String responseTopic(BodyValues body) throws ApiException {
    String topic = body.textOrNull("response_topic", "a topic name");
    if (topic != null && !isTopicName(topic)) { // [MQTT-3.3.2-14]
      throw body.wrong("response_topic", topic, "a topic name without wildcards");
    }
    return topic;
  }

  /** MQTT texts hold 65,535 bytes. */
  private static @Nullable String shortText(BodyValues body, String field) throws ApiException {
    String expected = "text of at most 65535 bytes";
    String text = body.textOrNull(field, expected);
    if (text != null && text.getBytes(StandardCharsets.UTF_8).length > TOPIC_BYTES_MAX) {
      throw body.wrong(field, text, expected);
    }
    return text;
  }

  private static List<Map.Entry<String, String>> userProperties(BodyValues body)
      throws ApiException {
    BodyValues given = body.objectOrNull("user_properties");
    if (given == null) {
      return List.of();
    }
    List<Map.Entry<String, String>> properties = new ArrayList<>();
    for (String name : given.fields().keySet()) {
      String value = shortText(given, name);
      properties.add(Map.entry(name, value == null ? "" : value));
    }
    return List.copyOf(properties);
  }
}
