package dev.tributary.testkit.simulation;

/** A seed under which something happened that must not. */
public final class SeedFailure extends AssertionError {

  private static final long serialVersionUID = 1;

  private final long seed;

  SeedFailure(long seed, String options, Throwable cause) {
    super(
        "seed %d: %s%nSee it again with: ./tributary-dev sim --seed %d%s --trace"
            .formatted(
                seed, cause.getMessage() == null ? cause : cause.getMessage(), seed, options),
        cause);
    this.seed = seed;
  }

  public long seed() {
    return seed;
  }
}
