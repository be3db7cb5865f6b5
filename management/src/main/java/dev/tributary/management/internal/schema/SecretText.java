package dev.tributary.management.internal.schema;

import dev.tributary.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Secrets as they are used: {@code file:///path} is replaced by what the file holds. */
public final class SecretText {

  private static final String FILE = "file://";

  private SecretText() {}

  /**
   * The secret; null if it is not set. Reads a file if it names one.
   *
   * @throws IllegalArgumentException if that file cannot be read; the message names setting and
   *     file
   */
  public static @Nullable String revealed(Settings settings, String key) {
    return revealed(settings, key, key);
  }

  /**
   * The same for a setting below others.
   *
   * @param path what people know it by, such as {@code proxy.password}
   */
  public static @Nullable String revealed(Settings settings, String key, String path) {
    String secret = settings.textOrNull(key);
    if (secret == null || !secret.startsWith(FILE)) {
      return secret;
    }
    try {
      return Files.readString(Path.of(URI.create(secret).getPath())).strip();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "%s = %s: expected a readable file that holds the secret".formatted(path, secret), e);
    }
  }
}
