package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import org.jspecify.annotations.Nullable;

/** Which topic filters may be subscribed here, by the client itself or in its name. */
public final class FilterRules {

  private static final int FILTER_INVALID = 0x8F;
  private static final int SHARED_NOT_SUPPORTED = 0x9E;
  private static final int WILDCARDS_NOT_SUPPORTED = 0xA2;

  private final MqttLimits limits;
  private final MqttOptions options;

  public FilterRules(MqttLimits limits, MqttOptions options) {
    this.limits = limits;
    this.options = options;
  }

  /**
   * Why a filter is not granted.
   *
   * @param code of MQTT 5's SUBACK
   */
  public record Refusal(int code, String detail) {}

  /**
   * What is wrong with the form of a filter, so that it breaks the protocol (MQTT 5, 4.7.1, 4.7.3
   * and 4.8.2); or null. A well-formed one may still be refused.
   */
  public @Nullable String malformation(String filter) {
    return isOffered(filter) ? Topics.subscriptionProblem(filter, Integer.MAX_VALUE) : null;
  }

  /** Filters of a kind that is not offered are refused whatever they look like. */
  private boolean isOffered(String filter) {
    return (options.sharedSubscription() || !Topics.isShared(filter))
        && (options.exclusiveSubscription() || !Topics.isExclusive(filter));
  }

  /** Null if it is granted. */
  public @Nullable Refusal refusal(String filter) {
    if (Topics.isShared(filter) && !options.sharedSubscription()) {
      return new Refusal(SHARED_NOT_SUPPORTED, "there are no shared subscriptions");
    }
    if (Topics.isExclusive(filter) && !options.exclusiveSubscription()) {
      return new Refusal(FILTER_INVALID, "there are no exclusive subscriptions");
    }
    String problem = Topics.subscriptionProblem(filter, limits.topicLevelsMax());
    if (problem != null) {
      return new Refusal(FILTER_INVALID, problem);
    }
    return !options.wildcardSubscription() && Topics.hasWildcard(filter)
        ? new Refusal(WILDCARDS_NOT_SUPPORTED, "there are no subscriptions with wildcards")
        : null;
  }
}
