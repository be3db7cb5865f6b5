package dev.tributary.sink;

/**
 * The counters of one action at one instant, at which {@code matched = success + failed + dropped +
 * lateReply + inflight + queuing} holds.
 *
 * @param matched records submitted
 * @param success records that the service keeps
 * @param failed records that it can never take
 * @param retried how often a record was sent again
 * @param lateReply records delivered, but after their time to live
 * @param inflight records in a request that has no answer yet
 * @param queuing records in the buffer or waiting for room in it
 * @param queuingBytes bytes of their keys and data
 * @param received records that came from the service; always 0 for a sink
 * @param rate records submitted in the last full second
 * @param rateLast5m records a second over the last five minutes
 * @param rateMax highest {@code rate} since the last reset
 */
public record ActionMetrics(
    long matched,
    long success,
    long failed,
    long droppedExpired,
    long droppedQueueFull,
    long droppedResourceNotFound,
    long droppedResourceStopped,
    long droppedOther,
    long retried,
    long lateReply,
    long inflight,
    long queuing,
    long queuingBytes,
    long received,
    double rate,
    double rateLast5m,
    double rateMax) {

  /** All records given up, whatever the reason. */
  public long dropped() {
    return droppedExpired
        + droppedQueueFull
        + droppedResourceNotFound
        + droppedResourceStopped
        + droppedOther;
  }
}
