package dev.tributary.management.internal.store;

import dev.tributary.config.Settings;

/** One step of what is written at once. */
public sealed interface Change {

  Kind kind();

  String id();

  /** Creates or replaces. */
  record Put(Kind kind, String id, Settings settings) implements Change {}

  record Delete(Kind kind, String id) implements Change {}
}
