package dev.tributary.management.internal.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How payloads are shown. */
enum PayloadForm {
  BASE64,
  /** Text; what is not UTF-8 shows as replacement characters. */
  PLAIN,
  NONE;

  static PayloadForm of(Request request) throws ApiException {
    return switch (QueryValues.oneOf(request, "payload", List.of("none", "base64", "plain"))) {
      case "none" -> NONE;
      case "plain" -> PLAIN;
      case null, default -> BASE64;
    };
  }

  /** Bytes that it takes in an answer. */
  long size(byte[] payload) {
    return switch (this) {
      case BASE64 -> (payload.length + 2L) / 3 * 4;
      case PLAIN -> payload.length;
      case NONE -> 0;
    };
  }

  /** Null if it is not shown. */
  @Nullable String text(byte[] payload) {
    return switch (this) {
      case BASE64 -> Base64.getEncoder().encodeToString(payload);
      case PLAIN -> new String(payload, StandardCharsets.UTF_8);
      case NONE -> null;
    };
  }
}
