package dev.tributary.testkit.simulation;

import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.SinkRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the requests of one delivery may be like, one by one and together. */
public final class RequestBounds {

  private final ActionSettings settings;
  private final Violations violations;
  private final Set<String> keysInFlight = new HashSet<>();
  private int requestsInFlight;

  public RequestBounds(ActionSettings settings, Violations violations) {
    this.settings = settings;
    this.violations = violations;
  }

  void sending(List<SinkRecord> batch, Delivery.Limits limits, boolean closed) {
    violations.require(!closed, () -> "a request on a delivery that is closed");
    requestsInFlight++;
    violations.require(
        requestsInFlight <= settings.inflightWindow(),
        () ->
            requestsInFlight
                + " requests in flight; inflight_window is "
                + settings.inflightWindow());
    checkSize(batch, limits);
    checkDistinct(batch);
    if (settings.ordering() != Ordering.NONE) {
      checkKeys(batch, limits);
    }
  }

  private void checkSize(List<SinkRecord> batch, Delivery.Limits limits) {
    int most =
        limits.bytesPerAggregate() > 0
            ? limits.recordsPerRequest()
            : Math.min(settings.batchSize(), limits.recordsPerRequest());
    violations.require(
        !batch.isEmpty() && batch.size() <= most,
        () -> batch.size() + " records in a request; it may have " + most);
    long bytes = batch.stream().mapToLong(SinkRecord::bytes).sum();
    violations.require(
        bytes <= limits.bytesPerRequest() || batch.size() == 1,
        () -> bytes + " bytes in a request; it may have " + limits.bytesPerRequest());
  }

  private void checkDistinct(List<SinkRecord> batch) {
    Set<SinkRecord> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (SinkRecord record : batch) {
      violations.require(seen.add(record), () -> "a record twice in one request");
    }
  }

  private void checkKeys(List<SinkRecord> batch, Delivery.Limits limits) {
    Map<String, Integer> records = new HashMap<>();
    Map<String, Integer> bytes = new HashMap<>();
    for (SinkRecord record : batch) {
      records.merge(record.partitionKey(), 1, Integer::sum);
      int each = record.bytes() + Delivery.Limits.AGGREGATE_OVERHEAD;
      bytes.merge(record.partitionKey(), each, Integer::sum);
    }
    for (SinkRecord record : batch) {
      String key = record.partitionKey();
      violations.require(
          settings.ordering() != Ordering.STRICT
              || records.getOrDefault(key, 0) == 1
              || bytes.getOrDefault(key, 0) <= limits.bytesPerAggregate(),
          () -> "strict: several records of " + key + " in a request, in more than one record");
    }
    for (String key : records.keySet()) {
      violations.require(keysInFlight.add(key), () -> key + " is in flight twice");
    }
  }

  void answered(List<SinkRecord> batch) {
    requestsInFlight--;
    batch.forEach(record -> keysInFlight.remove(record.partitionKey()));
  }

  void closing() {
    violations.require(
        requestsInFlight == 0, () -> "a delivery is closed while a request is in flight");
  }
}
