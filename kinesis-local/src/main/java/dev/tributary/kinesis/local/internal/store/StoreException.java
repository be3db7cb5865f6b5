package dev.tributary.kinesis.local.internal.store;

/**
 * What is kept on disk could not be read or written. Nothing of what was to be stored together is
 * to be relied on; a later call may succeed. The log has been told.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  StoreException(String message) {
    super(message);
  }
}
