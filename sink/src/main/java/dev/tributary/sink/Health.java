package dev.tributary.sink;

/**
 * What a check found.
 *
 * @param status {@code connected}, {@code connecting} or {@code disconnected}
 * @param reason what is wrong and what to do, for people; when connected empty, or what would make
 *     it faster
 */
public record Health(ResourceStatus status, String reason) {

  public static final Health CONNECTED = new Health(ResourceStatus.CONNECTED, "");

  public static Health disconnected(String reason) {
    return new Health(ResourceStatus.DISCONNECTED, reason);
  }

  public static Health connecting(String reason) {
    return new Health(ResourceStatus.CONNECTING, reason);
  }
}
