package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message.PublishProperties;

/** What becomes of a PUBLISH from a client. */
public sealed interface PublishDecision {

  /** To be handed over and routed. */
  record Accept(String topic, PublishProperties properties) implements PublishDecision {}

  /** QoS 2, handed over before and not released yet: only the acknowledgement is repeated. */
  record Repeat() implements PublishDecision {}

  /** Acknowledged with the code where MQTT 5 is spoken, and then forgotten; the client stays. */
  record Refuse(int code, String detail) implements PublishDecision {}

  record Close(Reason reason, String detail) implements PublishDecision {}
}
