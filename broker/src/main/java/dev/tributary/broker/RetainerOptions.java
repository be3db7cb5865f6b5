package dev.tributary.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code retainer.*}: which messages are retained, and for how long.
 *
 * @param enable false: nothing is stored or sent to new subscriptions
 * @param messagesMax {@code backend.max_retained_messages}, topics; 0 for any number. On a further
 *     topic the message is routed as usual, not stored, and counted.
 * @param payloadBytesMax {@code max_payload_size}; a larger message is routed, not stored, counted
 * @param publishRate {@code max_publish_rate}: messages stored; beyond it they are routed, not
 *     stored, counted. Null for any number
 * @param deliveryRate {@code delivery_rate}: messages sent because of new subscriptions, per
 *     client; further ones follow later. Null for any number
 * @param expiry {@code msg_expiry_interval}: life of messages without an interval of their own;
 *     null for ever
 * @param expiryOverride {@code msg_expiry_interval_override}: life of every message; null for none
 * @param clearInterval {@code msg_clear_interval}: how often expired messages are looked for; null
 *     only when they are met
 * @param stopPublishClear {@code stop_publish_clear_msg}: whether the empty message that clears a
 *     topic is kept from subscribers
 * @param allowNeverExpire {@code allow_never_expire}: whether an interval of 0 in the override
 *     means for ever
 */
public record RetainerOptions(
    boolean enable,
    int messagesMax,
    int payloadBytesMax,
    @Nullable RateLimit publishRate,
    @Nullable RateLimit deliveryRate,
    @Nullable Duration expiry,
    @Nullable Duration expiryOverride,
    @Nullable Duration clearInterval,
    boolean stopPublishClear,
    boolean allowNeverExpire) {

  /** What the original uses, but a bound on the number of topics. */
  public static RetainerOptions defaults() {
    return new RetainerOptions(true, 100_000, 1_048_576, null, null, null, null, null, false, true);
  }
}
