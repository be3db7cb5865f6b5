package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.internal.protocol.PublishDecision.Accept;
import dev.tributary.broker.internal.protocol.PublishDecision.Close;
import dev.tributary.broker.internal.protocol.PublishDecision.Refuse;
import dev.tributary.broker.internal.protocol.PublishDecision.Repeat;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;

/** PUBLISH from one client on one connection (MQTT 5, 3.3 and 4.9). Owned by its event loop. */
public final class PublishRules {

  private static final PublishDecision REPEAT = new Repeat();
  private static final int NOT_AUTHORIZED = 0x87;

  private final MqttLimits limits;
  private final boolean retainAvailable;
  private final boolean five;
  private final TopicAliases aliases;

  public PublishRules(MqttLimits limits, MqttOptions options, int protocolVersion) {
    this.limits = limits;
    this.retainAvailable = options.retainAvailable();
    this.five = protocolVersion == 5;
    this.aliases = new TopicAliases(limits.topicAliasMax());
  }

  /**
   * Decides about one packet.
   *
   * @param repeated the packet identifier of a QoS 2 message that waits for its PUBREL
   * @param qos1Open QoS 1 publishes that are not acknowledged yet
   * @param qos2Open QoS 2 publishes whose PUBREL has not come yet
   */
  public PublishDecision decide(
      MqttPublishMessage packet, boolean repeated, int qos1Open, int qos2Open) {
    int qos = packet.fixedHeader().qosLevel().value();
    if (qos == 0 && packet.fixedHeader().isDup()) {
      return new Close(Reason.MALFORMED_PACKET, "DUP with QoS 0"); // [MQTT-3.3.1-2]
    }
    if (qos > limits.qosMax()) {
      return new Close(Reason.QOS_NOT_SUPPORTED, "QoS above " + limits.qosMax()); // [MQTT-3.2.2-12]
    }
    if (!retainAvailable && packet.fixedHeader().isRetain()) { // [MQTT-3.2.2-13]
      return new Close(Reason.RETAIN_NOT_SUPPORTED, "RETAIN 1: no message is retained");
    }
    if (repeated) {
      return REPEAT; // [MQTT-4.3.3-10]
    }
    if (qos > 0 && tooMany(qos, qos1Open, qos2Open)) {
      return new Close(Reason.RECEIVE_MAXIMUM_EXCEEDED, "too many unacknowledged publishes");
    }
    String topic = packet.variableHeader().topicName();
    MqttProperties properties = packet.variableHeader().properties();
    if (properties.isEmpty()) {
      return checked(topic, PublishProperties.NONE);
    }
    return withProperties(topic, properties);
  }

  /** As the packet gives it, or by the alias that it gives instead; empty if neither is known. */
  public String topic(MqttPublishMessage packet) {
    String given = packet.variableHeader().topicName();
    int alias = properties(packet).topicAlias();
    if (!given.isEmpty() || !aliases.isAllowed(alias)) {
      return given;
    }
    String known = aliases.topic(alias);
    return known == null ? "" : known;
  }

  public PublishProperties properties(MqttPublishMessage packet) {
    return PropertyReader.publish(packet.variableHeader().properties());
  }

  private boolean tooMany(int qos, int qos1Open, int qos2Open) {
    boolean quota = five && qos1Open + qos2Open >= limits.inflightMax(); // [MQTT-3.3.4-7]
    return quota || (qos == 2 && qos2Open >= limits.awaitingRelMax());
  }

  private PublishDecision withProperties(String given, MqttProperties properties) {
    if (properties.getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER) != null
        || !properties.getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER).isEmpty()) {
      return new Close(Reason.PROTOCOL_ERROR, "Subscription Identifier from a client"); // 3.3.4-6
    }
    PublishProperties read = PropertyReader.publish(properties);
    long alias = PropertyReader.number(properties, MqttProperties.TOPIC_ALIAS, -1);
    return alias < 0 ? checked(given, read) : withAlias(given, alias, read);
  }

  private PublishDecision withAlias(String given, long alias, PublishProperties properties) {
    if (!aliases.isAllowed(alias)) { // [MQTT-3.3.2-8], [MQTT-3.3.2-9]
      return new Close(
          Reason.TOPIC_ALIAS_INVALID,
          "topic alias " + alias + ": must be from 1 to " + limits.topicAliasMax());
    }
    if (given.isEmpty()) {
      String known = aliases.topic((int) alias);
      return known == null
          ? new Close(Reason.PROTOCOL_ERROR, "topic alias " + alias + " was never set")
          : checked(known, properties);
    }
    PublishDecision decision = checked(given, properties);
    if (!(decision instanceof Close)) {
      aliases.set((int) alias, given);
    }
    return decision;
  }

  private PublishDecision checked(String topic, PublishProperties properties) {
    if (topic.isEmpty()) {
      return new Close(Reason.PROTOCOL_ERROR, "empty topic and no alias");
    }
    String problem = Topics.nameProblem(topic, limits.topicLevelsMax());
    if (problem != null) {
      return new Close(Reason.TOPIC_NAME_INVALID, problem);
    }
    return Topics.isOfServer(topic)
        ? new Refuse(NOT_AUTHORIZED, "only the server publishes to $SYS")
        : new Accept(topic, properties);
  }
}
