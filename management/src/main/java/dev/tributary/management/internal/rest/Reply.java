package dev.tributary.management.internal.rest;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answers.
 *
 * @param body JSON: maps, lists, texts, numbers, booleans, null; raw bytes of JSON; or text
 */
record Reply(int status, @Nullable Object body) {

  /** An answer in plain text. */
  record Text(String text, String contentType) {}

  static Reply ok(Object body) {
    return new Reply(200, body);
  }

  static Reply created(Object body) {
    return new Reply(201, body);
  }

  static Reply nothing() {
    return new Reply(204, null);
  }

  static Reply text(String text) {
    return text(text, "text/plain");
  }

  static Reply text(String text, String contentType) {
    return new Reply(200, new Text(text, contentType));
  }
}
