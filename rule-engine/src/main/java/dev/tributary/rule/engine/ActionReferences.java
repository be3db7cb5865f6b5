package dev.tributary.rule.engine;

import java.util.regex.Pattern;

/** How rules name actions: {@code type:name}. */
final class ActionReferences {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]{0,63}:[A-Za-z0-9_-]{1,255}");

  private ActionReferences() {}

  static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }
}
