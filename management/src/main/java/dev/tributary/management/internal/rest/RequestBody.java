package dev.tributary.management.internal.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON bodies within bounds. Thread-safe. */
final class RequestBody {

  /** Largest body. */
  static final int BYTES_MAX = 8 << 20;

  /** What is read away of a larger one, so that its sender gets to read the answer. */
  private static final int BYTES_SKIPPED_MAX = 32 << 20;

  private static final int DEPTH_MAX = 200;

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /**
   * The parsed body; an empty map if there is none.
   *
   * @param contentType null if it was not sent
   */
  @Nullable Object read(InputStream stream, @Nullable String contentType)
      throws ApiException, IOException {
    byte[] bytes = stream.readNBytes(BYTES_MAX + 1);
    if (bytes.length == 0) {
      return Map.of();
    }
    if (contentType == null || !isJson(contentType)) {
      throw new ApiException(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "content-type %s: expected application/json".formatted(contentType));
    }
    if (bytes.length > BYTES_MAX) {
      skip(stream);
      throw ApiException.badRequest(
          "the body is larger than %d bytes, the most that is accepted".formatted(BYTES_MAX));
    }
    try {
      return mapper.readValue(bytes, Object.class);
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw ApiException.badRequest(
          "the body is not JSON"
              + (place == null
                  ? ""
                  : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()))
              + ": "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiException.badRequest("the body is not JSON in UTF-8: " + e.getMessage());
    }
  }

  private static boolean isJson(String contentType) {
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    return type.trim().toLowerCase(Locale.ROOT).equals("application/json");
  }

  private static void skip(InputStream stream) throws IOException {
    byte[] chunk = new byte[64 << 10];
    int skipped = 0;
    int read = stream.read(chunk);
    while (read >= 0 && skipped < BYTES_SKIPPED_MAX) {
      skipped += read;
      read = stream.read(chunk);
    }
  }
}
