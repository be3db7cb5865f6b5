package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.time.Duration;

/** {@code actions.kinesis.<name>.resource_opts}. */
final class ActionOptionsSchema {

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long BYTES_MAX = 1L << 50;

  private ActionOptionsSchema() {}

  static ObjectSchema resourceOptions() {
    ObjectSchema.Builder options =
        ObjectSchema.describedAs("How records are kept, sent and repeated.");
    return withoutEffect(buffering(repeating(sending(options))))
        .nested("dead_letter", deadLetter())
        .build();
  }

  private static ObjectSchema.Builder sending(ObjectSchema.Builder options) {
    return options
        .withDefault(
            "batch_size",
            Types.integer(1, 500),
            100,
            "Records in one request (Kinesis limit: 500). Without effect while `aggregation` packs"
                + " them: then its own limits count.")
        .withDefault(
            "batch_time",
            Types.duration(Duration.ZERO, HOUR),
            "100ms",
            "How long a record may wait for others to share its request while its lane is busy.")
        .withDefault(
            "health_check_interval",
            Types.duration(MILLISECOND, HOUR),
            "15s",
            "Between two checks of the stream.")
        .withDefault(
            "health_check_interval_jitter",
            Types.duration(Duration.ZERO, HOUR),
            "15s",
            "Added to that interval at random, so that actions do not check in step.")
        .withDefault(
            "health_check_timeout",
            Types.durationOrInfinity(MILLISECOND, HOUR),
            "60s",
            "A check, or a request, without an answer for this long turns the status.")
        .withDefault(
            "inflight_window", Types.integer(1, 65_535), 100, "Requests on their way at once.");
  }

  private static ObjectSchema.Builder repeating(ObjectSchema.Builder options) {
    return options
        .withDefault(
            "query_mode",
            Types.oneOf("async", "sync"),
            "async",
            "`sync` acknowledges a publish once Kinesis has its record, as"
                + " `acknowledge = delivered` does.")
        .withDefault(
            "request_ttl",
            Types.durationOrInfinity(MILLISECOND, Duration.ofDays(365)),
            "infinity",
            "A record older than this is given up and counted `dropped.expired`. The original's"
                + " default is 45s; ours gives nothing up.")
        .withDefault(
            "worker_pool_size",
            Types.integer(1, 1_024),
            16,
            "Lanes; records are spread over them by partition key.")
        .optional(
            "resume_interval",
            Types.duration(MILLISECOND, HOUR),
            "Longest pause between two tries, and between checks while the stream cannot be"
                + " reached. Default: `5s`.");
  }

  private static ObjectSchema.Builder buffering(ObjectSchema.Builder options) {
    return options
        .withDefault(
            "max_buffer_bytes",
            Types.bytes(1, BYTES_MAX),
            "256MB",
            "What the buffer holds: keys and data in memory, files on disk. `overflow` says what"
                + " happens when it is full.")
        .withDefault(
            "buffer_mode",
            Types.oneOf("memory_only", "volatile_offload", "disk"),
            "disk",
            "Where records wait. `disk`: written and synced in groups, and there again after a"
                + " crash. `memory_only`: they end with the process. `volatile_offload`: in memory"
                + " up to `buffer_memory_bytes`, the rest on disk, not synced. The original's"
                + " default is `memory_only`.")
        .withDefault(
            "buffer_memory_bytes",
            Types.bytes(1, BYTES_MAX),
            "64MB",
            "Keys and data that are in memory at once when the buffer is (also) on disk.")
        .withDefault(
            "buffer_seg_bytes",
            Types.bytes(1, 1L << 30),
            "16MB",
            "Size of one file of the buffer on disk; never more than a quarter of"
                + " `max_buffer_bytes`, for space is given back in whole files.")
        .optional(
            "acknowledge",
            Types.oneOf("received", "buffered", "delivered"),
            "When a QoS 1 or 2 publish is acknowledged: its record is in memory (`received`), in"
                + " the buffer, which on disk means synced (`buffered`), or in Kinesis"
                + " (`delivered`). Default: `buffered` if `buffer_mode` is `disk`, else `received`;"
                + " `delivered` if `query_mode` is `sync`. In memory `buffered` means `received`.")
        .withDefault(
            "overflow",
            Types.oneOf("backpressure", "reject", "drop_oldest"),
            "backpressure",
            "What a full buffer does: `backpressure` makes publishers wait, `reject` drops the"
                + " record and tells its publisher so (MQTT 5 by 0x97, MQTT 3 by the end of its"
                + " connection), `drop_oldest` drops the oldest"
                + " records as the original does.");
  }

  private static ObjectSchema.Builder withoutEffect(ObjectSchema.Builder options) {
    return options
        .optional(
            "dispatch_strategy",
            Types.oneOf("per_clientid", "random"),
            "Accepted from the original and without effect: lanes are chosen by partition key.")
        .optional(
            "metrics_flush_interval",
            Types.duration(Duration.ZERO, HOUR),
            "Accepted from the original and without effect: metrics are exact at any time.");
  }

  private static ObjectSchema deadLetter() {
    return ObjectSchema.describedAs("Records that could not be delivered, kept on disk.")
        .withDefault("enable", Types.flag(), false, "Whether they are kept.")
        .withDefault(
            "max_bytes",
            Types.bytes(1, BYTES_MAX),
            "1GB",
            "Size of their files; the oldest make room for new ones.")
        .withDefault(
            "retention",
            Types.duration(SECOND, Duration.ofDays(3_650)),
            "7d",
            "How long one is kept.")
        .build();
  }
}
