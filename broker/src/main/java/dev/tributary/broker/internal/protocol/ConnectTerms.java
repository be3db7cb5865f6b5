package dev.tributary.broker.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT asked for, as granted.
 *
 * @param sessionExpirySeconds 0 ends the session with the connection
 * @param sessionExpiryShortened the client asked for more
 * @param receiveMaximum QoS 1/2 messages that the client takes unacknowledged
 * @param packetBytesMax the largest packet that the client takes
 * @param topicAliasMax topic aliases that the client takes, 0 for none
 * @param problemInformation reason strings may be sent in any packet, not only in CONNACK and
 *     DISCONNECT ([MQTT-3.1.2-29])
 * @param responseInformation the client asks for it
 * @param clientIdAssigned the client gave none
 * @param authenticationMethod of the enhanced authentication that the client goes through
 */
public record ConnectTerms(
    long sessionExpirySeconds,
    boolean sessionExpiryShortened,
    int receiveMaximum,
    long packetBytesMax,
    int topicAliasMax,
    boolean problemInformation,
    boolean responseInformation,
    boolean clientIdAssigned,
    @Nullable String authenticationMethod,
    @Nullable Will will) {

  /** No packet can be larger. */
  public static final long PACKET_BYTES_ANY = 268_435_460;

  public ConnectTerms withSessionExpiry(long seconds) {
    return new ConnectTerms(
        seconds,
        sessionExpiryShortened,
        receiveMaximum,
        packetBytesMax,
        topicAliasMax,
        problemInformation,
        responseInformation,
        clientIdAssigned,
        authenticationMethod,
        will);
  }
}
