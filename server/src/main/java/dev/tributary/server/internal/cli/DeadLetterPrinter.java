package dev.tributary.server.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;

/** Dead letters for people, or as the JSON that REST answers, one a line. */
final class DeadLetterPrinter {

  private final PrintWriter out;
  private final boolean json;

  DeadLetterPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** One line. */
  void list(JsonNode letter) {
    if (json) {
      out.println(letter);
      return;
    }
    out.printf(
        "%d  %s  %s  topic %s, client %s, %d bytes: %s%n",
        letter.path("id").asLong(),
        time(letter, "died_at"),
        line(letter, "code"),
        line(letter, "topic"),
        line(letter, "clientid"),
        letter.path("size").asLong(),
        line(letter, "reason"));
  }

  /** Everything. */
  void show(JsonNode letter) {
    if (json) {
      out.println(letter);
      return;
    }
    out.printf("id             %d%n", letter.path("id").asLong());
    out.printf("code           %s%n", line(letter, "code"));
    out.printf("reason         %s%n", line(letter, "reason"));
    out.printf("died           %s%n", time(letter, "died_at"));
    out.printf("published      %s%n", time(letter, "published_at"));
    out.printf("topic          %s%n", line(letter, "topic"));
    out.printf("client         %s%n", line(letter, "clientid"));
    out.printf("rule           %s%n", line(letter, "rule"));
    out.printf("partition key  %s%n", line(letter, "partition_key"));
    if (letter.has("explicit_hash_key")) {
      out.printf("hash key       %s%n", line(letter, "explicit_hash_key"));
    }
    out.printf("bytes          %d%n", letter.path("size").asLong());
    if (letter.has("text")) {
      out.printf("data           %s%n", line(letter, "text"));
    } else {
      out.printf("data (base64)  %s%n", line(letter, "data"));
    }
  }

  private static String time(JsonNode letter, String field) {
    return Instant.ofEpochMilli(letter.path(field).asLong()).toString();
  }

  /** Devices chose these characters: none of them may steer the terminal. */
  private static String line(JsonNode letter, String field) {
    String text = letter.path(field).asText();
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
