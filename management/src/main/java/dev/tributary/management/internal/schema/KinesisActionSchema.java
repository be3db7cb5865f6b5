package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code actions.kinesis.<name>}. A file must name a stream that can exist; REST takes any text, as
 * the original does, and shows what is wrong with it as the action's status.
 */
public final class KinesisActionSchema {

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String NO_DISK_YET =
      "the disk buffer is not part of this version: only memory_only is";
  private static final String NO_FALLBACK_YET =
      "an empty list: fallback actions are not part of this version";

  private KinesisActionSchema() {}

  public static ObjectSchema inFile() {
    return action(Types.text(Names.STREAM, Names.STREAM_EXPECTED));
  }

  public static ObjectSchema inRequest() {
    return action(new LenientText(1_024));
  }

  private static ObjectSchema action(SettingType<String> streamName) {
    return ObjectSchema.describedAs("What a rule sends to one Kinesis stream.")
        .withDefault("enable", Types.flag(), true, "Whether it takes records.")
        .required(
            "connector",
            Types.text(Names.RESOURCE, "the name of a Kinesis connector"),
            "The name of the connector that it sends through.")
        .withDefault("description", new LenientText(4_096), "", "For people.")
        .optional("tags", Types.listOf(Types.text(1, 255), 100), "For people, to find it by.")
        .withDefault(
            "fallback_actions",
            Types.anything(NO_FALLBACK_YET, KinesisActionSchema::requireEmptyList),
            List.of(),
            "Has to be empty: fallback actions are not part of this version.")
        .required("parameters", parameters(streamName), "What is sent where.")
        .nested("resource_opts", resourceOptions())
        .build();
  }

  private static ObjectSchema parameters(SettingType<String> streamName) {
    return ObjectSchema.describedAs("What is sent where.")
        .required("stream_name", streamName, "The stream: 1 to 128 letters, digits, `_`, `.`, `-`.")
        .required(
            "partition_key",
            Types.text("a template of 1 to 65536 characters", KinesisActionSchema::compileKey),
            "Template of the partition key, such as `${clientid}`; 1 to 256 characters when filled"
                + " in (Kinesis limit). It sees only what the rule selects.")
        .withDefault(
            "payload_template",
            template(),
            "${.}",
            "Template of the record's data; `${.}` and an empty template are all selected fields as"
                + " JSON.")
        .optional(
            "explicit_hash_key",
            template(),
            "Template of a decimal number from 0 to 2^128-1 that chooses the shard in place of the"
                + " partition key's hash (Kinesis: ExplicitHashKey).")
        .optional(
            "undefined_partition_key",
            Types.oneOf("random", "fail", "literal"),
            "When the partition key names a field that is not there: `random` sends under a random"
                + " key, `fail` fails the record, `literal` sends under the text `undefined` as the"
                + " original does. Default: `random`.")
        .optional(
            "ordering",
            new LaterValues(
                List.of("strict", "batch"),
                Map.of("none", "none is not part of this version: batch is the nearest")),
            "`strict`: a request holds at most one record of a key, so that nothing overtakes."
                + " `batch`: several, in order, and inside one partially failed request a later"
                + " record may overtake. Default: `strict`.")
        .build();
  }

  private static ObjectSchema resourceOptions() {
    return buffering(delivery(ObjectSchema.describedAs("How records are kept, sent and repeated.")))
        .build();
  }

  private static ObjectSchema.Builder delivery(ObjectSchema.Builder options) {
    return options
        .withDefault(
            "batch_size",
            Types.integer(1, 500),
            100,
            "Records in one request (Kinesis limit: 500).")
        .withDefault(
            "batch_time",
            Types.duration(Duration.ZERO, HOUR),
            "100ms",
            "How long a record may wait for others to share its request.")
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
            "A check without an answer for this long has failed.")
        .withDefault(
            "inflight_window",
            Types.integer(1, 65_535),
            100,
            "Requests on their way at once; lanes beyond this number are not made.")
        .withDefault(
            "query_mode",
            Types.oneOf("async", "sync"),
            "async",
            "Whether a lane waits for each answer before it sends on. It always does while"
                + " `ordering` is `strict` or `batch`, so both mean the same here.")
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
            "Lanes; records are spread over them by partition key, each has one request on its way.")
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
            Types.bytes(1, 1L << 50),
            "256MB",
            "Keys and data that the buffer holds; when it is full, publishers wait.")
        .optional(
            "buffer_mode",
            new LaterValues(
                List.of("memory_only"),
                Map.of("disk", NO_DISK_YET, "volatile_offload", NO_DISK_YET)),
            "Where records wait. Default: `memory_only`, the only one in this version.")
        .optional(
            "acknowledge",
            new LaterValues(
                List.of("received", "buffered"),
                Map.of("delivered", "delivered is not part of this version")),
            "When a QoS 1 or 2 publish is acknowledged. With a buffer in memory both mean: once the"
                + " record is in it. Default: `received`.")
        .optional(
            "overflow",
            new LaterValues(
                List.of("backpressure"),
                Map.of(
                    "reject", "reject is not part of this version",
                    "drop_oldest", "drop_oldest is not part of this version")),
            "What a full buffer does: `backpressure` makes publishers wait. Default:"
                + " `backpressure`, the only one in this version.")
        .optional(
            "dispatch_strategy",
            Types.oneOf("per_clientid", "random"),
            "Accepted from the original and without effect: lanes are chosen by partition key.")
        .optional(
            "buffer_seg_bytes",
            Types.bytes(1, 1L << 40),
            "Accepted from the original and without effect while the buffer is in memory.")
        .optional(
            "metrics_flush_interval",
            Types.duration(Duration.ZERO, HOUR),
            "Accepted from the original and without effect: metrics are exact at any time.");
  }

  private static SettingType<String> template() {
    return Types.text("a template of at most 65536 characters", KinesisActionSchema::compile);
  }

  private static void compile(String template) {
    try {
      Template.compile(template);
    } catch (TemplateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void compileKey(String template) {
    if (template.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    compile(template);
  }

  private static void requireEmptyList(Object given) {
    if (!(given instanceof List<?> list) || !list.isEmpty()) {
      throw new IllegalArgumentException("not empty");
    }
  }
}
