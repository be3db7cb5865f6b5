package dev.tributary.benchmarks.internal.process;

/** A figure could not be measured; the message is all that people need. */
public final class BenchmarkFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String words;

  public BenchmarkFailure(String message) {
    super(message);
    words = message;
  }

  public BenchmarkFailure(String message, Throwable cause) {
    super(message, cause);
    words = message;
  }

  /** The message, which is always there. */
  public String words() {
    return words;
  }
}
