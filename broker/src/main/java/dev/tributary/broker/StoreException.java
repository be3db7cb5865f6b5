package dev.tributary.broker;

/**
 * What is stored cannot be used: the message names the folder, the cause and what to do. Nothing
 * was changed in the folder.
 */
public final class StoreException extends Exception {

  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
