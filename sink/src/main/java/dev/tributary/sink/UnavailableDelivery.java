package dev.tributary.sink;

import java.util.List;

/** Stands in while there is no connector to deliver by: everything is kept, nothing is sent. */
final class UnavailableDelivery implements Delivery {

  /** What a record may be is not known yet; the service will say when it is there. */
  private static final Limits UNKNOWN =
      new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final String reason;

  UnavailableDelivery(String reason) {
    this.reason = reason;
  }

  @Override
  public BatchOutcome send(List<SinkRecord> batch) {
    return new BatchOutcome.Hold("Unavailable", reason);
  }

  @Override
  public Health check() {
    return Health.disconnected(reason);
  }

  @Override
  public Limits limits() {
    return UNKNOWN;
  }

  @Override
  public void close() {}
}
