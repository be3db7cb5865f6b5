package dev.tributary.broker;

/**
 * One subscription of one client.
 *
 * @param filter as subscribed, with {@code $share/group/} where it is shared
 * @param qos granted, 0 to 2
 * @param retainHandling 0 to 2
 * @param identifier MQTT 5 subscription identifier, 0 if none
 */
public record SubscriptionView(
    String clientId,
    String filter,
    int qos,
    boolean noLocal,
    boolean retainAsPublished,
    int retainHandling,
    int identifier,
    boolean durable) {}
