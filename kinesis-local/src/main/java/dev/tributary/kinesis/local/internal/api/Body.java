package dev.tributary.kinesis.local.internal.api;

/**
 * The bytes of a request, in one piece: parsers are fastest so. Not kept after the request was
 * performed.
 */
public record Body(byte[] bytes, int from, int length) {
  public static Body of(byte[] bytes) {
    return new Body(bytes, 0, bytes.length);
  }
}
