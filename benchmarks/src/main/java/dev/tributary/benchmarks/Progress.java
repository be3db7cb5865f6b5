package dev.tributary.benchmarks;

import java.io.PrintWriter;

/** Tells people on standard error what is going on. */
final class Progress {

  private final PrintWriter err;

  Progress(PrintWriter err) {
    this.err = err;
  }

  void say(String line) {
    err.println(line);
    err.flush();
  }
}
