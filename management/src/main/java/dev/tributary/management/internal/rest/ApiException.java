package dev.tributary.management.internal.rest;

import java.util.Map;

/** An error answer: a status, the original's code, and a message for people. */
public final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, Object> more;

  public ApiException(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  /**
   * @param more further fields of the body
   */
  public ApiException(int status, String code, String message, Map<String, Object> more) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = Map.copyOf(more);
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BAD_REQUEST", message);
  }

  static ApiException notFound(String message) {
    return new ApiException(404, "NOT_FOUND", message);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public Map<String, Object> more() {
    return more;
  }
}
