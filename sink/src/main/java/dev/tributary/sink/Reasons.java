package dev.tributary.sink;

/** Turns what a factory has thrown into a reason that people can read. */
final class Reasons {

  private Reasons() {}

  static String of(RuntimeException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
