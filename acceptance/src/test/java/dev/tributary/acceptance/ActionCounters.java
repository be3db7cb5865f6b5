package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** An action's counters as one answer of the REST API shows them. */
record ActionCounters(
    long matched,
    long success,
    long failed,
    long dropped,
    long retried,
    long lateReply,
    long inflight,
    long queuing,
    long queuingBytes) {

  static ActionCounters of(JsonNode metrics) {
    return new ActionCounters(
        number(metrics, "matched"),
        number(metrics, "success"),
        number(metrics, "failed"),
        number(metrics, "dropped"),
        number(metrics, "retried"),
        number(metrics, "late_reply"),
        number(metrics, "inflight"),
        number(metrics, "queuing"),
        number(metrics, "queuing_bytes"));
  }

  /** Holds at every instant: each record that was taken is in exactly one place. */
  ActionCounters assertBalanced() {
    assertThat(success + failed + dropped + lateReply + inflight + queuing)
        .as("success + failed + dropped + late_reply + inflight + queuing of %s", this)
        .isEqualTo(matched);
    return this;
  }

  /** Every record was delivered and nothing is left. */
  void assertAllDelivered(long records) {
    assertBalanced();
    assertThat(this)
        .extracting("matched", "success", "failed", "dropped", "lateReply", "inflight", "queuing")
        .containsExactly(records, records, 0L, 0L, 0L, 0L, 0L);
    assertThat(queuingBytes).isZero();
  }

  private static long number(JsonNode metrics, String name) {
    JsonNode value = metrics.path(name);
    assertThat(value.isIntegralNumber()).as("%s is a counter in %s", name, metrics).isTrue();
    return value.asLong();
  }
}
