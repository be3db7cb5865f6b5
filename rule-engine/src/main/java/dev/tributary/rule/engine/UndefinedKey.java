package dev.tributary.rule.engine;

import java.util.Locale;

/** What becomes of a record whose partition key template names something that is not there. */
public enum UndefinedKey {
  /** The record gets a random key: it is delivered, and spread over the shards without order. */
  RANDOM,
  /** The record fails alone, with a reason. */
  FAIL,
  /** The word {@code undefined} goes into the key, as the original does it. */
  LITERAL;

  /** The value of {@code undefined_partition_key} in configuration and REST. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
