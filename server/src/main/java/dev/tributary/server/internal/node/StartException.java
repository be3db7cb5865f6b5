package dev.tributary.server.internal.node;

/** The node cannot start; the message says what stands in the way and is all that people need. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean configuration;

  private StartException(String message, Throwable cause, boolean configuration) {
    super(message, cause);
    this.configuration = configuration;
  }

  /** Something outside is in the way: a port, a disk. */
  static StartException because(Throwable cause) {
    return new StartException(String.valueOf(cause.getMessage()), cause, false);
  }

  /** Somebody has to change the configuration. */
  static StartException wrongConfiguration(Throwable cause) {
    return new StartException("the configuration is wrong:\n" + cause.getMessage(), cause, true);
  }

  public boolean isConfiguration() {
    return configuration;
  }
}
