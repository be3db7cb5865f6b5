package dev.tributary.management.internal.store;

import dev.tributary.config.ObjectSchema;
import dev.tributary.management.internal.schema.KinesisActionSchema;
import dev.tributary.management.internal.schema.KinesisConnectorSchema;
import dev.tributary.management.internal.schema.RuleSchema;

/** What can be defined by file and changed by REST. */
public enum Kind {
  CONNECTOR("connector", "connectors", KinesisConnectorSchema.inRequest()),
  ACTION("action", "actions", KinesisActionSchema.inRequest()),
  RULE("rule", "rules", RuleSchema.rule());

  private final String noun;
  private final String section;
  private final ObjectSchema schema;

  Kind(String noun, String section, ObjectSchema schema) {
    this.noun = noun;
    this.section = section;
    this.schema = schema;
  }

  /** For messages: {@code connector}. */
  public String noun() {
    return noun;
  }

  /** Its key in the overrides file. */
  public String section() {
    return section;
  }

  /** What REST and the overrides file may hold. */
  public ObjectSchema schema() {
    return schema;
  }
}
