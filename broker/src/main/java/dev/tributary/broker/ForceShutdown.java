package dev.tributary.broker;

/**
 * {@code force_shutdown.*}: when a client costs too much it is disconnected, and its session kept.
 *
 * @param mailboxMax messages on their way to its session
 * @param heapBytesMax payload bytes that wait for it in memory
 */
public record ForceShutdown(boolean enable, int mailboxMax, long heapBytesMax) {

  public static ForceShutdown defaults() {
    return new ForceShutdown(true, 65_536, 32 * 1024 * 1024);
  }
}
