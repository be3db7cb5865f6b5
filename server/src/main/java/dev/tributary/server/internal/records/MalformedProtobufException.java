package dev.tributary.server.internal.records;

/** Bytes that are not the message that they should be. */
final class MalformedProtobufException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedProtobufException(String message) {
    super(message);
  }
}
