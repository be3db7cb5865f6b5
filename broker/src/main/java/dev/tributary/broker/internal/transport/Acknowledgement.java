package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.metrics.Metric;

/** The packets that are a packet identifier and seldom more. */
enum Acknowledgement {
  PUBACK(0x40, Metric.PUBACK_SENT),
  PUBREC(0x50, Metric.PUBREC_SENT),
  PUBREL(0x62, Metric.PUBREL_SENT),
  PUBCOMP(0x70, Metric.PUBCOMP_SENT);

  private final int firstByte;
  private final Metric sent;

  Acknowledgement(int firstByte, Metric sent) {
    this.firstByte = firstByte;
    this.sent = sent;
  }

  int firstByte() {
    return firstByte;
  }

  Metric sent() {
    return sent;
  }
}
