package dev.tributary.management;

/** REST cannot listen; the message names the address and the cause. */
public final class ManagementStartException extends Exception {

  private static final long serialVersionUID = 1L;

  public ManagementStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
