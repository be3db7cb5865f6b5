package dev.tributary.broker.internal.store;

/** Stored bytes are none that this program writes; the message names what of them. */
final class DamagedRecordException extends Exception {

  private static final long serialVersionUID = 1;

  DamagedRecordException(String message) {
    super(message);
  }

  DamagedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
