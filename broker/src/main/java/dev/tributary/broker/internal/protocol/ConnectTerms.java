package dev.tributary.broker.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT asked for, as granted.
 *
 * @param sessionExpirySeconds 0 ends the session with the connection
 * @param sessionExpiryShortened the client asked for more
 * @param receiveMaximum QoS 1/2 messages that the client takes unacknowledged
 * @param packetBytesMax the largest packet that the client takes
 * @param problemInformation reason strings may be sent in acknowledgements
 * @param clientIdAssigned the client gave none
 */
public record ConnectTerms(
    long sessionExpirySeconds,
    boolean sessionExpiryShortened,
    int receiveMaximum,
    long packetBytesMax,
    boolean problemInformation,
    boolean clientIdAssigned,
    @Nullable Will will) {

  public ConnectTerms withSessionExpiry(long seconds) {
    return new ConnectTerms(
        seconds,
        sessionExpiryShortened,
        receiveMaximum,
        packetBytesMax,
        problemInformation,
        clientIdAssigned,
        will);
  }
}
