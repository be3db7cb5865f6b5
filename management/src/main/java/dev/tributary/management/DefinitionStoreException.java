package dev.tributary.management;

/** What was stored cannot be read; the message names the file and what to do. */
public final class DefinitionStoreException extends Exception {

  private static final long serialVersionUID = 1L;

  public DefinitionStoreException(String message) {
    super(message);
  }

  public DefinitionStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
