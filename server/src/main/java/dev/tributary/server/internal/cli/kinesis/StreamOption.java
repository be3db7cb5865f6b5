package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --stream NAME[:SHARDS]}.
 *
 * @param name of the stream
 * @param shards at its beginning
 */
record StreamOption(String name, int shards) {

  private static final int SHARDS_MAX = 1_000;
  private static final Pattern VALUE = Pattern.compile("([a-zA-Z0-9_.-]{1,128})(?::(\\d{1,9}))?");

  static StreamOption parse(String text) {
    Matcher value = VALUE.matcher(text);
    int shards = value.matches() && value.group(2) != null ? Integer.parseInt(value.group(2)) : 1;
    if (!value.matches() || shards < 1 || shards > SHARDS_MAX) {
      throw new CommandFailure(
          "--stream %s is not valid: expected NAME or NAME:SHARDS, the name of 1 to 128 letters, digits or _.-, and 1 to %d shards"
              .formatted(text, SHARDS_MAX),
          2);
    }
    return new StreamOption(value.group(1), shards);
  }
}
