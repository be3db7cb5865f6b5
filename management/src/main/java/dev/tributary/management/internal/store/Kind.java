package dev.tributary.management.internal.store;

import dev.tributary.config.ObjectSchema;
import dev.tributary.management.internal.schema.BrokerSchema;
import dev.tributary.management.internal.schema.KinesisActionSchema;
import dev.tributary.management.internal.schema.KinesisConnectorSchema;
import dev.tributary.management.internal.schema.RuleSchema;

/** What can be defined by file and changed by REST. */
public enum Kind {
  CONNECTOR("connector", "connectors"),
  ACTION("action", "actions"),
  RULE("rule", "rules"),
  /** Ids are such as {@code tcp:default}. */
  LISTENER("listener", "listeners");

  private final String noun;
  private final String section;

  Kind(String noun, String section) {
    this.noun = noun;
    this.section = section;
  }

  /** For messages: {@code connector}. */
  public String noun() {
    return noun;
  }

  /** Its key in the overrides file. */
  public String section() {
    return section;
  }

  /**
   * What REST and the overrides file may hold of the object of that id.
   *
   * @throws IllegalArgumentException if there can be no object of that id
   */
  public ObjectSchema schema(String id) {
    return switch (this) {
      case CONNECTOR -> KinesisConnectorSchema.inRequest();
      case ACTION -> KinesisActionSchema.inRequest();
      case RULE -> RuleSchema.rule();
      case LISTENER -> BrokerSchema.listener(ListenerIds.type(id));
    };
  }
}
