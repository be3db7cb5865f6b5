package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.OutputStream;

/** Jackson's parsers and generators for the two encodings. Thread-safe. */
final class Codecs {
  /**
   * The deepest request (a filter in a request) has 2 levels; more is skipped, but not for ever.
   */
  private static final int NESTING_MAX = 16;

  private final JsonFactory json = limited(new JsonFactory());
  private final JsonFactory cbor = limited(new CBORFactory());

  private static JsonFactory limited(JsonFactory factory) {
    return factory.setStreamReadConstraints(
        StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build());
  }

  JsonParser parser(Encoding encoding, Body body) throws IOException {
    return factory(encoding).createParser(body.bytes(), body.from(), body.length());
  }

  JsonGenerator generator(Encoding encoding, OutputStream out) throws IOException {
    return factory(encoding).createGenerator(out);
  }

  private JsonFactory factory(Encoding encoding) {
    return switch (encoding) {
      case JSON -> json;
      case CBOR -> cbor;
    };
  }
}
