package dev.tributary.rule.engine;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import org.jspecify.annotations.Nullable;

/**
 * A compiled {@link RecordSpec}. Immutable; any thread.
 *
 * <p>A record whose keys cannot be made is made with an empty partition key: the sink fails such a
 * record alone and counts it, so that the action's counters know of it too.
 */
final class RecordTemplate {
  private static final String REFUSED = "";

  private final Template payload;
  private final Template partitionKey;
  private final @Nullable Template explicitHashKey;
  private final UndefinedKey undefinedKey;

  private RecordTemplate(
      Template payload,
      Template partitionKey,
      @Nullable Template explicitHashKey,
      UndefinedKey undefinedKey) {
    this.payload = payload;
    this.partitionKey = partitionKey;
    this.explicitHashKey = explicitHashKey;
    this.undefinedKey = undefinedKey;
  }

  static RecordTemplate compile(RecordSpec spec) throws TemplateException {
    if (spec.partitionKeyTemplate().isEmpty()) {
      throw new TemplateException(
          "partition_key is empty; expected a text or a template such as ${clientid}");
    }
    String payload = spec.payloadTemplate();
    String explicitHashKey = spec.explicitHashKeyTemplate();
    return new RecordTemplate(
        field("payload_template", payload == null ? "${.}" : payload),
        field("partition_key", spec.partitionKeyTemplate()),
        explicitHashKey == null ? null : field("explicit_hash_key", explicitHashKey),
        spec.undefinedKey());
  }

  private static Template field(String name, String text) throws TemplateException {
    try {
      return Template.compile(text);
    } catch (TemplateException e) {
      throw new TemplateException(name + ": " + e.getMessage());
    }
  }

  /**
   * Makes the record.
   *
   * @param columns kept with the record for its fallback; null to keep none
   */
  SinkRecord render(
      Value.Map output,
      long createdAtMillis,
      Source source,
      byte @Nullable [] columns,
      Origin origin,
      EvaluationContext context) {
    String key = key(output, context);
    String hashKey = null;
    if (explicitHashKey != null) {
      hashKey = explicitHashKey.renderText(output);
      if (!ExplicitHashKeys.isValid(hashKey)) {
        key = REFUSED;
        hashKey = null;
      }
    }
    byte[] data = payload.renderBytes(output);
    return new SinkRecord(key, hashKey, data, createdAtMillis, source, columns, origin);
  }

  String payloadText() {
    return payload.text();
  }

  private String key(Value.Map output, EvaluationContext context) {
    return switch (undefinedKey) {
      case LITERAL -> partitionKey.renderText(output);
      case RANDOM ->
          partitionKey.anyUndefined(output)
              ? Long.toHexString(context.random().nextLong())
              : partitionKey.renderText(output);
      case FAIL -> partitionKey.anyUndefined(output) ? REFUSED : partitionKey.renderText(output);
    };
  }

  /** Why {@link #render} gave a record with an empty key, for people. */
  String whyRefused(Value.Map output) {
    if (explicitHashKey != null && !ExplicitHashKeys.isValid(explicitHashKey.renderText(output))) {
      return "explicit_hash_key "
          + explicitHashKey.text()
          + " does not give a decimal number from 0 to 2^128-1";
    }
    return partitionKey.anyUndefined(output)
        ? "partition_key "
            + partitionKey.text()
            + " names something that the rule's output does not have; select it in the rule, or"
            + " set undefined_partition_key to random"
        : "partition_key " + partitionKey.text() + " gives an empty text";
  }
}
