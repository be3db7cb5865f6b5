package dev.tributary.management;

/** REST would be open to other machines under the password that everybody knows. */
public final class InsecurePasswordException extends Exception {

  private static final long serialVersionUID = 1L;

  public InsecurePasswordException(String message) {
    super(message);
  }
}
