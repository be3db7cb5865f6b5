package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT 5 properties of a PUBLISH ([MQTT-3.3.2.3]) as rules see them in {@code pub_props}.
 *
 * @param messageExpiryIntervalSeconds -1 if absent
 * @param payloadFormatIndicator -1 if absent
 * @param topicAlias as the publisher gave it, 0 if absent
 * @param userProperties in the order of the packet; names may repeat
 */
public record PublishProperties(
    long messageExpiryIntervalSeconds,
    int payloadFormatIndicator,
    int topicAlias,
    @Nullable String contentType,
    @Nullable String responseTopic,
    byte @Nullable [] correlationData,
    List<Map.Entry<String, String>> userProperties) {

  /** A publish without properties, as every publish of MQTT 3 is. */
  public static final PublishProperties NONE =
      new PublishProperties(-1, -1, 0, null, null, null, List.of());

  private static final String USER_PROPERTY = "User-Property";
  private static final Value.Map EMPTY = Value.Map.of(USER_PROPERTY, Value.Map.empty());

  /** Properties without a topic alias, as every message has that the server makes. */
  public PublishProperties(
      long messageExpiryIntervalSeconds,
      int payloadFormatIndicator,
      @Nullable String contentType,
      @Nullable String responseTopic,
      byte @Nullable [] correlationData,
      List<Map.Entry<String, String>> userProperties) {
    this(
        messageExpiryIntervalSeconds,
        payloadFormatIndicator,
        0,
        contentType,
        responseTopic,
        correlationData,
        userProperties);
  }

  /** By their names in MQTT, with hyphens. {@code User-Property} is always there. */
  public Value.Map value() {
    if (equals(NONE)) {
      return EMPTY;
    }
    Value.Map.Builder all = Value.Map.builder();
    if (payloadFormatIndicator >= 0) {
      all.put("Payload-Format-Indicator", Value.of(payloadFormatIndicator));
    }
    if (messageExpiryIntervalSeconds >= 0) {
      all.put("Message-Expiry-Interval", Value.of(messageExpiryIntervalSeconds));
    }
    if (topicAlias > 0) {
      all.put("Topic-Alias", Value.of(topicAlias));
    }
    if (contentType != null) {
      all.put("Content-Type", Value.of(contentType));
    }
    if (responseTopic != null) {
      all.put("Response-Topic", Value.of(responseTopic));
    }
    if (correlationData != null) {
      all.put("Correlation-Data", Value.of(correlationData));
    }
    return putUserProperties(all).build();
  }

  /** Of a repeated name the map keeps the last value; the list of pairs keeps all. */
  private Value.Map.Builder putUserProperties(Value.Map.Builder all) {
    Value.Map.Builder byName = Value.Map.builder();
    List<Value> pairs = new ArrayList<>();
    for (Map.Entry<String, String> property : userProperties) {
      Value value = Value.of(property.getValue());
      byName.put(property.getKey(), value);
      pairs.add(
          Value.Map.builder().put("key", Value.of(property.getKey())).put("value", value).build());
    }
    all.put(USER_PROPERTY, byName.build());
    return pairs.isEmpty() ? all : all.put("User-Property-Pairs", Value.of(pairs));
  }
}
