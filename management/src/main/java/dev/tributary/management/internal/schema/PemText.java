package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Certificates or a key: the path of a PEM file, or its text itself.
 *
 * @param secret the text itself must not be shown
 */
public record PemText(boolean secret) implements SettingType<String> {

  private static final String BEGIN = "-----BEGIN ";
  private static final int CHARACTERS_MAX = 1 << 20;
  private static final int PATH_CHARACTERS_MAX = 4_096;

  static PemText certificates() {
    return new PemText(false);
  }

  static PemText key() {
    return new PemText(true);
  }

  @Override
  public String expected() {
    return "the path of a PEM file, or PEM text";
  }

  @Override
  public @Nullable Setting<String> read(ConfigValue value, String path, Problems problems) {
    if (value.unwrapped() instanceof String text && !text.isBlank()) {
      boolean inline = text.contains(BEGIN);
      if (text.length() <= (inline ? CHARACTERS_MAX : PATH_CHARACTERS_MAX)) {
        return new Setting<>(text, text, secret && inline);
      }
    }
    // A key that is nearly right must not end up in a log.
    problems.wrongSecret(value, path, expected());
    return null;
  }

  /**
   * The text; null if it is not set. Reads a file if it names one.
   *
   * @throws IllegalArgumentException if that file cannot be read or is too long; the message names
   *     setting and file
   */
  public static @Nullable String revealed(Settings settings, String key) {
    String given = settings.textOrNull(key);
    if (given == null || given.contains(BEGIN)) {
      return given;
    }
    try {
      Path file = Path.of(given.startsWith("file://") ? given.substring(7) : given);
      if (Files.size(file) <= CHARACTERS_MAX) {
        return Files.readString(file);
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(key, given, e);
    }
    throw unreadable(key, given, null);
  }

  private static IllegalArgumentException unreadable(
      String key, String given, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "ssl.%s = %s: expected a readable PEM file of at most 1 MB".formatted(key, given), cause);
  }
}
