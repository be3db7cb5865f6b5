package dev.tributary.testkit.simulation;

/**
 * The process has died in the middle of whatever it did. An error, so that nothing that handles
 * exceptions outlives it.
 */
public final class Crashed extends Error {

  private static final long serialVersionUID = 1;

  Crashed() {
    super("the simulated process has died", null, false, false);
  }
}
