package dev.tributary.kinesis.local.internal.api;

import java.util.Locale;
import java.util.Optional;

/** The two ways in which a body may be written. The answer is written like its request. */
public enum Encoding {
  JSON("application/x-amz-json-1.1"),
  CBOR("application/x-amz-cbor-1.1");

  private final String contentType;

  Encoding(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /** By a Content-Type header, with or without parameters. */
  public static Optional<Encoding> of(String header) {
    int end = header.indexOf(';');
    String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/x-amz-json-1.1" -> Optional.of(JSON);
      case "application/x-amz-cbor-1.1" -> Optional.of(CBOR);
      default -> Optional.empty();
    };
  }
}
