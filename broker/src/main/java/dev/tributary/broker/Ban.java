package dev.tributary.broker;

/**
 * Who may not come in.
 *
 * @param who the exact value, the regular expression or the network (CIDR), as {@code kind} says
 * @param untilMillis milliseconds since 1970; {@link Long#MAX_VALUE} for ever
 */
public record Ban(Kind kind, String who, long untilMillis) {

  /** What of a client is compared. */
  public enum Kind {
    CLIENT_ID,
    USERNAME,
    PEER_HOST,
    CLIENT_ID_PATTERN,
    USERNAME_PATTERN,
    PEER_NETWORK
  }
}
