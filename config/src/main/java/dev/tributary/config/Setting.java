package dev.tributary.config;

import org.jspecify.annotations.Nullable;

/**
 * One valid value in its two forms.
 *
 * @param value what the program works with
 * @param stored what is written to disk and, unless it is a secret, answered by REST: text, number,
 *     boolean, list, map
 * @param secret must be masked wherever people read it
 */
public record Setting<T>(T value, @Nullable Object stored, boolean secret) {

  public Setting(T value, @Nullable Object stored) {
    this(value, stored, false);
  }
}
