package dev.tributary.management.internal.schema;

import dev.tributary.config.SettingType;
import dev.tributary.config.Types;

/** Settings of the original of which one value alone is possible here. */
final class Only {

  private Only() {}

  static SettingType<Object> value(Object possible) {
    String text = possible.toString();
    return Types.anything(
        text,
        given -> {
          if (!given.toString().equals(text)) {
            throw new IllegalArgumentException("nothing else is possible here");
          }
        });
  }
}
