package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.rule.engine.RecordSpec;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleDefinition;
import dev.tributary.rule.engine.UndefinedKey;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.ConnectorSettings;
import dev.tributary.sink.Ordering;
import java.time.Duration;
import java.util.Locale;

/** Definitions in the words of the parts that run them. */
final class RuntimeSettings {

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
    ActionSettings defaults = ActionSettings.defaults();
    Settings parameters = action.object("parameters");
    return new ActionSettings(
        action.flag("enable"),
        options.integer("batch_size"),
        options.duration("batch_time"),
        BufferSettings.memory(options.bytes("max_buffer_bytes")),
        options.integer("inflight_window"),
        options.integer("worker_pool_size"),
        options.durationOrNull("request_ttl"),
        parameters.has("ordering")
            ? Ordering.valueOf(parameters.text("ordering").toUpperCase(Locale.ROOT))
            : defaults.ordering(),
        options.duration("health_check_interval"),
        options.duration("health_check_interval_jitter"),
        options.durationOrNull("health_check_timeout"),
        options.has("resume_interval")
            ? options.duration("resume_interval")
            : defaults.resumeInterval(),
        null);
  }

  /** An empty payload template means all selected fields, as people expect of an empty box. */
  static RecordSpec records(Settings action) {
    Settings parameters = action.object("parameters");
    String payload = parameters.text("payload_template");
    return new RecordSpec(
        payload.isEmpty() ? null : payload,
        parameters.text("partition_key"),
        parameters.textOrNull("explicit_hash_key"),
        parameters.has("undefined_partition_key")
            ? UndefinedKey.valueOf(
                parameters.text("undefined_partition_key").toUpperCase(Locale.ROOT))
            : UndefinedKey.RANDOM);
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
