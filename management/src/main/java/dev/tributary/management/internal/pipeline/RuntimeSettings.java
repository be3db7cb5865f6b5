package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.rule.engine.RecordSpec;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleDefinition;
import dev.tributary.rule.engine.UndefinedKey;
import dev.tributary.sink.Acknowledge;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferMode;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.ConnectorSettings;
import dev.tributary.sink.DeadLetterSettings;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.Overflow;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Definitions in the words of the parts that run them. */
final class RuntimeSettings {

  private static final int SEGMENTS_MIN = 4;

  private RuntimeSettings() {}

  /** Waiting for the first check is {@link FirstCheck}'s business, outside of every lock. */
  static ConnectorSettings connector(Settings connector) {
    Settings options = connector.object("resource_opts");
    return new ConnectorSettings(
        connector.flag("enable"),
        options.duration("health_check_interval"),
        options.durationOrNull("health_check_timeout"),
        options.flag("start_after_created"),
        Duration.ZERO);
  }

  static Duration startTimeout(Settings connector) {
    return connector.object("resource_opts").duration("start_timeout");
  }

  static ActionSettings action(Settings action) {
    Settings options = action.object("resource_opts");
    return new ActionSettings(
        action.flag("enable"),
        options.integer("batch_size"),
        options.duration("batch_time"),
        buffer(options),
        options.integer("inflight_window"),
        options.integer("worker_pool_size"),
        options.durationOrNull("request_ttl"),
        named(Ordering.class, action.object("parameters").text("ordering")),
        options.duration("health_check_interval"),
        options.duration("health_check_interval_jitter"),
        options.durationOrNull("health_check_timeout"),
        options.has("resume_interval")
            ? options.duration("resume_interval")
            : ActionSettings.defaults().resumeInterval(),
        deadLetter(options.object("dead_letter")));
  }

  private static BufferSettings buffer(Settings options) {
    long bytesMax = options.bytes("max_buffer_bytes");
    BufferMode mode = named(BufferMode.class, options.text("buffer_mode"));
    // Space on disk is given back in whole files: with few of them a full buffer would stay full.
    long segmentBytesMax = Math.max(1, bytesMax / SEGMENTS_MIN);
    return new BufferSettings(
        mode,
        bytesMax,
        options.bytes("buffer_memory_bytes"),
        Math.min(options.bytes("buffer_seg_bytes"), segmentBytesMax),
        acknowledge(options, mode),
        named(Overflow.class, options.text("overflow")));
  }

  private static Acknowledge acknowledge(Settings options, BufferMode mode) {
    if (options.has("acknowledge")) {
      return named(Acknowledge.class, options.text("acknowledge"));
    }
    if (options.text("query_mode").equals("sync")) {
      return Acknowledge.DELIVERED;
    }
    return switch (mode) {
      case DISK -> Acknowledge.BUFFERED;
      case MEMORY_ONLY, VOLATILE_OFFLOAD -> Acknowledge.RECEIVED;
    };
  }

  private static @Nullable DeadLetterSettings deadLetter(Settings options) {
    return options.flag("enable")
        ? new DeadLetterSettings(options.bytes("max_bytes"), options.duration("retention"))
        : null;
  }

  /** The constant that a setting names in small letters. */
  static <E extends Enum<E>> E named(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  /** An empty payload template means all selected fields, as people expect of an empty box. */
  static RecordSpec records(Settings action) {
    Settings parameters = action.object("parameters");
    String payload = parameters.text("payload_template");
    return new RecordSpec(
        payload.isEmpty() ? null : payload,
        parameters.text("partition_key"),
        parameters.textOrNull("explicit_hash_key"),
        named(UndefinedKey.class, parameters.text("undefined_partition_key")));
  }

  static RuleDefinition rule(Definition rule) {
    return rule(rule.id(), rule.settings());
  }

  static RuleDefinition rule(String id, Settings settings) {
    return new RuleDefinition(
        id,
        settings.text("sql"),
        settings.list("actions", RuleAction.class),
        settings.flag("enable"),
        settings.text("name"),
        settings.text("description"));
  }
}
