package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Answer;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Answers;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Close;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Grant;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Reject;
import dev.tributary.broker.internal.routing.Subscription;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** SUBSCRIBE (MQTT 5, 3.8). */
public final class SubscribeRules {

  private static final int FAILURE_3 = 0x80;
  private static final int QUOTA_EXCEEDED = 0x97;

  private final MqttLimits limits;
  private final FilterRules filters;
  private final boolean five;

  public SubscribeRules(MqttLimits limits, MqttOptions options, int protocolVersion) {
    this.limits = limits;
    this.filters = new FilterRules(limits, options);
    this.five = protocolVersion == 5;
  }

  /**
   * Decides about one packet.
   *
   * @param held topic filters that the session has already
   */
  public SubscribeDecision decide(MqttSubscribeMessage packet, Set<String> held) {
    if (packet.payload().topicSubscriptions().isEmpty()) {
      return new Close(Reason.PROTOCOL_ERROR, "SUBSCRIBE without topic filter"); // 3.8.3-2
    }
    MqttProperties properties = packet.idAndPropertiesVariableHeader().properties();
    long identifier = PropertyReader.number(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER, -1);
    if (identifier == 0) {
      return new Close(Reason.PROTOCOL_ERROR, "Subscription Identifier 0");
    }
    Set<String> added = new HashSet<>();
    List<Answer> answers = new ArrayList<>();
    for (MqttTopicSubscription asked : packet.payload().topicSubscriptions()) {
      if (asked.option().isNoLocal() && Topics.isShared(asked.topicFilter())) { // 3.8.3-4
        return new Close(Reason.PROTOCOL_ERROR, "No Local with a shared subscription");
      }
      String malformation = filters.malformation(asked.topicFilter());
      if (malformation != null) { // [MQTT-4.13.1-1], 3.1.1: [MQTT-4.8.0-1]
        return new Close(Reason.TOPIC_FILTER_INVALID, malformation);
      }
      int fresh = added.size() + held.size();
      boolean full = !held.contains(asked.topicFilter()) && fresh >= limits.subscriptionsMax();
      Answer answer = answer(asked, (int) Math.max(identifier, 0), full);
      if (answer instanceof Grant && !held.contains(asked.topicFilter())) {
        added.add(asked.topicFilter());
      }
      answers.add(answer);
    }
    return new Answers(List.copyOf(answers));
  }

  private Answer answer(MqttTopicSubscription asked, int identifier, boolean full) {
    String filter = asked.topicFilter();
    FilterRules.Refusal refusal = filters.refusal(filter);
    if (refusal != null) {
      return reject(refusal.code(), refusal.detail());
    }
    if (full) {
      return reject(
          QUOTA_EXCEEDED, "max_subscriptions " + limits.subscriptionsMax() + " is reached");
    }
    MqttSubscriptionOption option = asked.option();
    return new Grant(
        new Subscription(
            filter,
            Math.min(option.qos().value(), limits.qosMax()),
            option.isNoLocal(),
            option.isRetainAsPublished(),
            option.retainHandling().value(),
            identifier));
  }

  private Reject reject(int code, String detail) {
    return new Reject(five ? code : FAILURE_3, detail);
  }
}
