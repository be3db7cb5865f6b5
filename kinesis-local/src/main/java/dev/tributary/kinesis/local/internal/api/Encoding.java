package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.Locale;
import java.util.Optional;

/** The two ways in which a body may be written. The answer is written like its request. */
public enum Encoding {
  JSON("application/x-amz-json-1.1", new JsonFactory()),
  CBOR("application/x-amz-cbor-1.1", new CBORFactory());

  /**
   * The deepest request (a filter in a request) has 3 levels; more is skipped, but not for ever.
   */
  private static final int NESTING_MAX = 16;

  private final String contentType;
  private final JsonFactory factory;

  Encoding(String contentType, JsonFactory factory) {
    this.contentType = contentType;
    this.factory = factory;
    factory.setStreamReadConstraints(
        StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build());
  }

  public String contentType() {
    return contentType;
  }

  JsonFactory factory() {
    return factory;
  }

  /** By a Content-Type header, with or without parameters. */
  public static Optional<Encoding> of(String header) {
    int end = header.indexOf(';');
    String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/x-amz-json-1.1", "application/json" -> Optional.of(JSON);
      case "application/x-amz-cbor-1.1" -> Optional.of(CBOR);
      default -> Optional.empty();
    };
  }
}
