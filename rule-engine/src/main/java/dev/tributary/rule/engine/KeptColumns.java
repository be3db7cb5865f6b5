package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;

/**
 * A rule's output on its way through a buffer. What is undefined is left out: JSON has no word for
 * it, and to a template it is the same as what is not there.
 */
final class KeptColumns {

  private KeptColumns() {}

  static byte[] of(Value.Map output) {
    Value.Map.Builder defined = Value.Map.builder();
    output.forEach((name, value) -> {
      if (!(value instanceof Value.Undefined)) {
        defined.put(name, value);
      }
    });
    return Json.write(defined.build());
  }
}
