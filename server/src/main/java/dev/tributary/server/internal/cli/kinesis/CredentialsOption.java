package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code --credentials}: {@code KEY:SECRET}, {@code @FILE} with one such pair a line, or {@code
 * env} for those of the environment. Secrets are never told.
 */
final class CredentialsOption {

  private static final String OPTION = "--credentials";
  private static final Pattern PAIR = Pattern.compile("(\\w{1,128}):(\\S{1,1024})");
  private static final int LINES_MAX = 1_000;

  private CredentialsOption() {}

  /** Secrets by access key id. */
  static Map<String, String> parse(List<String> given, Map<String, String> environment) {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (String value : given) {
      if (value.equals("env")) {
        addOf(environment, secrets);
      } else if (value.startsWith("@")) {
        lines(value.substring(1)).forEach(line -> add(line, value, secrets));
      } else {
        add(value, "the value", secrets);
      }
    }
    return secrets;
  }

  private static void addOf(Map<String, String> environment, Map<String, String> secrets) {
    @Nullable String key = environment.get("AWS_ACCESS_KEY_ID");
    @Nullable String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (key == null || secret == null) {
      throw new CommandFailure(
          OPTION + " env: expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment",
          2);
    }
    add(key + ":" + secret, "the environment", secrets);
  }

  private static List<String> lines(String file) {
    try {
      List<String> lines =
          Files.readAllLines(Path.of(file)).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      if (!lines.isEmpty() && lines.size() <= LINES_MAX) {
        return lines;
      }
    } catch (IOException | RuntimeException _) {
      // Said below, with what would be right.
    }
    throw new CommandFailure(
        "%s @%s cannot be read: expected a file of 1 to %d lines KEY:SECRET"
            .formatted(OPTION, file, LINES_MAX),
        2);
  }

  private static void add(String pair, String place, Map<String, String> secrets) {
    Matcher match = PAIR.matcher(pair);
    if (!match.matches()) {
      throw new CommandFailure(
          "%s: %s is not valid: expected KEY:SECRET, the key of letters, digits and _, the secret without blanks"
              .formatted(OPTION, place),
          2);
    }
    secrets.put(match.group(1), match.group(2));
  }
}
