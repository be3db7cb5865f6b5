package dev.tributary.broker;

import java.time.Duration;

/**
 * The socket under a listener's connections.
 *
 * @param backlog connections that wait to be accepted
 * @param sendTimeout a client that reads nothing for this long while we have something for it is
 *     closed, if {@code sendTimeoutClose}
 * @param writeBufferBytesMax {@code high_watermark}: a client that lets this much lie unread gets
 *     no more until it has read half of it
 */
public record TcpOptions(
    int backlog,
    boolean noDelay,
    boolean reuseAddress,
    boolean keepAlive,
    Duration sendTimeout,
    boolean sendTimeoutClose,
    int writeBufferBytesMax) {

  public static TcpOptions defaults() {
    return new TcpOptions(1_024, true, true, false, Duration.ofSeconds(15), true, 1_048_576);
  }
}
