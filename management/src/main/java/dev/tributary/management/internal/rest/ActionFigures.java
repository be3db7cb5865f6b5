package dev.tributary.management.internal.rest;

import dev.tributary.sink.ActionMetrics;
import dev.tributary.sink.ActionStatistics;
import dev.tributary.sink.ActionStatistics.Distribution;
import dev.tributary.sink.ActionStatistics.HotKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an action counts, as REST shows it. */
final class ActionFigures {

  private ActionFigures() {}

  /** The original's counters. */
  static Map<String, Number> counters(ActionMetrics metrics) {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("matched", metrics.matched());
    figures.put("success", metrics.success());
    figures.put("failed", metrics.failed());
    figures.put("dropped", metrics.dropped());
    figures.put("dropped.expired", metrics.droppedExpired());
    figures.put("dropped.queue_full", metrics.droppedQueueFull());
    figures.put("dropped.resource_not_found", metrics.droppedResourceNotFound());
    figures.put("dropped.resource_stopped", metrics.droppedResourceStopped());
    figures.put("dropped.other", metrics.droppedOther());
    figures.put("retried", metrics.retried());
    figures.put("late_reply", metrics.lateReply());
    figures.put("inflight", metrics.inflight());
    figures.put("queuing", metrics.queuing());
    figures.put("queuing_bytes", metrics.queuingBytes());
    figures.put("received", metrics.received());
    figures.put("rate", metrics.rate());
    figures.put("rate_last5m", metrics.rateLast5m());
    figures.put("rate_max", metrics.rateMax());
    // Of uploads to object stores; Kinesis has none.
    figures.put("aggregated_upload.success", 0);
    figures.put("aggregated_upload.failure", 0);
    return figures;
  }

  /** Ours; units stand in the names, {@code us} is microseconds. */
  static Map<String, @Nullable Object> statistics(ActionStatistics statistics) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("request_latency_us", distribution(statistics.requestMicros()));
    view.put("delivery_time_us", distribution(statistics.deliveryMicros()));
    view.put("records_per_request", distribution(statistics.requestRecords()));
    view.put("bytes_per_request", distribution(statistics.requestBytes()));
    view.put("requests", statistics.requests());
    view.put("bytes_delivered", statistics.bytesDelivered());
    view.put("aggregation_ratio", statistics.aggregationRatio());
    view.put("errors", new TreeMap<>(statistics.errors()));
    view.put("throttles_by_shard", new TreeMap<>(statistics.throttlesByShard()));
    view.put("oldest_queued_age_ms", statistics.oldestQueuedMillis());
    view.put("back_pressure_ms", statistics.backPressureMillis());
    view.put("buffer_disk_bytes", statistics.bufferDiskBytes());
    view.put("dead_letters", statistics.deadLetters());
    view.put("hot_key", hotKey(statistics.hotKey()));
    return view;
  }

  private static Map<String, Number> distribution(Distribution values) {
    Map<String, Number> view = new LinkedHashMap<>();
    view.put("count", values.count());
    view.put("mean", values.mean());
    view.put("p50", values.p50());
    view.put("p95", values.p95());
    view.put("p99", values.p99());
    view.put("p999", values.p999());
    view.put("max", values.max());
    return view;
  }

  private static @Nullable Map<String, Object> hotKey(@Nullable HotKey hot) {
    if (hot == null) {
      return null;
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", hot.key());
    view.put("share", hot.share());
    view.put("waiting", hot.waiting());
    return view;
  }
}
