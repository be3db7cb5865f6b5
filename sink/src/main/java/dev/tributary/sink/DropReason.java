package dev.tributary.sink;

/** Why a record was given up; the metric is {@code dropped.<metricName>}. */
public enum DropReason {
  EXPIRED("expired"),
  QUEUE_FULL("queue_full"),
  RESOURCE_NOT_FOUND("resource_not_found"),
  RESOURCE_STOPPED("resource_stopped"),
  OTHER("other");

  private final String metricName;

  DropReason(String metricName) {
    this.metricName = metricName;
  }

  public String metricName() {
    return metricName;
  }
}
