package dev.tributary.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the broker offers and how it behaves: those keys of {@code mqtt.*} that are no bounds.
 *
 * @param retainAvailable {@code retain_available}; announced, a retained PUBLISH closes with 0x9A
 * @param wildcardSubscription {@code wildcard_subscription}; announced, SUBACK 0xA2 (3.1.1: 0x80)
 * @param sharedSubscription {@code shared_subscription}; announced, SUBACK 0x9E (3.1.1: 0x80)
 * @param exclusiveSubscription {@code exclusive_subscription}: whether {@code $exclusive/topic} may
 *     be subscribed, by one client at a time; a second one gets SUBACK 0x97 (3.1.1: 0x80)
 * @param sharedStrategy {@code shared_subscription_strategy}
 * @param serverKeepAliveSeconds {@code server_keepalive}: told to MQTT 5 clients and used in place
 *     of theirs [MQTT-3.1.2-21]; null leaves it to them
 * @param upgradeQos {@code upgrade_qos}: deliver with the subscription's QoS where it is higher
 *     than the message's
 * @param ignoreLoopDeliver {@code ignore_loop_deliver}: MQTT 3 clients do not get what they publish
 *     themselves, as with No Local
 * @param responseInformation {@code response_information}: answered to who asks for it; empty for
 *     none
 * @param messageExpiryMax {@code message_expiry_interval}: longest life of a message, also of those
 *     without an interval; null for no such bound
 * @param retryInterval {@code retry_interval}: unacknowledged messages are sent again after it on
 *     MQTT 3 connections; null only after a reconnect, as MQTT 5 demands [MQTT-4.4.0-1]
 * @param useUsernameAsClientId {@code use_username_as_clientid}
 * @param peerCertAsUsername {@code peer_cert_as_username}
 * @param peerCertAsClientId {@code peer_cert_as_clientid}
 */
public record MqttOptions(
    boolean retainAvailable,
    boolean wildcardSubscription,
    boolean sharedSubscription,
    boolean exclusiveSubscription,
    SharedStrategy sharedStrategy,
    @Nullable Integer serverKeepAliveSeconds,
    boolean upgradeQos,
    boolean ignoreLoopDeliver,
    String responseInformation,
    @Nullable Duration messageExpiryMax,
    @Nullable Duration retryInterval,
    boolean useUsernameAsClientId,
    PeerCertificateField peerCertAsUsername,
    PeerCertificateField peerCertAsClientId) {

  /** Who of a shared subscription's group gets a message. */
  public enum SharedStrategy {
    /** Each in turn, for each publisher. */
    ROUND_ROBIN,
    /** Each in turn, for the group. */
    ROUND_ROBIN_PER_GROUP,
    RANDOM,
    /** The same until it goes. */
    STICKY,
    /** One on the node of the publisher if there is one, else at random. */
    LOCAL,
    /** The same for a publisher. */
    HASH_CLIENTID,
    /** The same for a topic. */
    HASH_TOPIC
  }

  /** Which part of a client's certificate names it. */
  public enum PeerCertificateField {
    DISABLED,
    /** Common name of the subject. */
    CN,
    /** The whole subject. */
    DN,
    /** MD5 of the certificate, in hexadecimal. */
    MD5,
    /** The certificate in PEM. */
    PEM,
    /** The certificate in DER. */
    CRT
  }

  public static MqttOptions defaults() {
    return new MqttOptions(
        true,
        true,
        true,
        false,
        SharedStrategy.ROUND_ROBIN,
        null,
        false,
        false,
        "",
        null,
        null,
        false,
        PeerCertificateField.DISABLED,
        PeerCertificateField.DISABLED);
  }
}
