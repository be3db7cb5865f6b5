package dev.tributary.sink.kinesis;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Checks that settings share. What is wrong is told with the setting's name and what is right. */
final class Settings {

  private Settings() {}

  static void range(String setting, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; it must be " + min + " to " + max);
    }
  }

  /** {@code http[s]://host[:port]} and nothing else. */
  static URI address(String setting, String value, String example) {
    URI uri;
    try {
      uri = URI.create(value);
    } catch (IllegalArgumentException _) {
      throw badAddress(setting, value, example);
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null;
    if (!(http || https) || uri.getHost() == null || !bare || !plain) {
      throw badAddress(setting, value, example);
    }
    if (uri.getRawUserInfo() != null) {
      throw badAddress(setting, value, example);
    }
    return uri;
  }

  /** What stands before an {@code @} may be a password: it is not repeated. */
  private static IllegalArgumentException badAddress(String setting, String value, String example) {
    String shown = value.substring(value.lastIndexOf('@') + 1);
    return new IllegalArgumentException(
        setting + " is '" + shown + "'; it must be http[s]://host[:port], such as " + example);
  }

  static void together(
      String one, @Nullable String first, String other, @Nullable String second, String why) {
    if ((first == null) != (second == null)) {
      throw new IllegalArgumentException(
          (first == null ? one : other) + " is missing; give both, " + why);
    }
  }

  static void needs(String setting, @Nullable String value, String other, boolean given) {
    if (value != null && !given) {
      throw new IllegalArgumentException(setting + " is given without " + other);
    }
  }
}
