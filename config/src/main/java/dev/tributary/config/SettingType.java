package dev.tributary.config;

import com.typesafe.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of value is written in a file, in REST JSON or in an environment variable.
 *
 * @param <T> what the program works with
 */
public interface SettingType<T> {

  /** What would be right, to stand after "expected": {@code an integer from 1 to 500}. */
  String expected();

  /** The value, or null after the mistakes have been added to {@code problems}. */
  @Nullable Setting<T> read(ConfigValue value, String path, Problems problems);
}
