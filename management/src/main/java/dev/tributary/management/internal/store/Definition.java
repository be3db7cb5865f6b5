package dev.tributary.management.internal.store;

import dev.tributary.config.Settings;
import java.time.Instant;

/**
 * One connector, action or rule as somebody defined it. Immutable.
 *
 * @param id {@code kinesis:name}; a rule's id is its name
 * @param createdAt for what stands in the configuration file: when this process read it
 * @param fromFile stands in the configuration file and was not changed by REST
 */
public record Definition(
    Kind kind,
    String id,
    Settings settings,
    Instant createdAt,
    Instant lastModifiedAt,
    boolean fromFile) {

  /** The id without its type. */
  public String name() {
    return kind == Kind.RULE ? id : id.substring(id.indexOf(':') + 1);
  }

  public boolean enabled() {
    return settings.flag("enable");
  }
}
