package dev.tributary.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What arrived, what was accepted, and how much was on its way at once. Thread-safe. */
final class RequestLog {
  private final List<PutRequest> requests = new ArrayList<>();
  private final List<StoredRecord> stored = new ArrayList<>();
  private final List<String> operations = new ArrayList<>();
  private final Map<String, Integer> inflightByKey = new HashMap<>();
  private final Map<String, Integer> peakByKey = new HashMap<>();
  private int inflight;
  private int peak;

  synchronized void called(String operation) {
    operations.add(operation);
  }

  synchronized int nextNumber() {
    return requests.size() + 1;
  }

  synchronized void arrived(PutRequest request) {
    requests.add(request);
    peak = Math.max(peak, ++inflight);
    for (String key : new HashSet<>(request.keys())) {
      int now = inflightByKey.merge(key, 1, Integer::sum);
      peakByKey.merge(key, now, Math::max);
    }
  }

  synchronized void answered(PutRequest request) {
    inflight--;
    for (String key : new HashSet<>(request.keys())) {
      inflightByKey.merge(key, -1, Integer::sum);
    }
  }

  synchronized StoredRecord store(
      PutRequest request, int index, FakeStream stream, PutRequest.Entry entry) {
    StoredRecord record =
        new StoredRecord(
            request.number(),
            index,
            stream.name(),
            stream.shardIdOf(entry.partitionKey(), entry.explicitHashKey()),
            "49%054d".formatted(stored.size() + 1),
            entry.partitionKey(),
            entry.data());
    stored.add(record);
    return record;
  }

  synchronized List<PutRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized List<StoredRecord> stored(Predicate<StoredRecord> filter) {
    return stored.stream().filter(filter).toList();
  }

  synchronized int storedCount() {
    return stored.size();
  }

  synchronized List<String> operations() {
    return List.copyOf(operations);
  }

  synchronized int peak() {
    return peak;
  }

  synchronized int peakOf(String key) {
    return peakByKey.getOrDefault(key, 0);
  }

  synchronized int peakOfAnyKey() {
    return peakByKey.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
