package dev.tributary.kinesis.local;

import dev.tributary.kinesis.local.internal.faults.Faults;
import java.util.List;
import java.util.Optional;

/**
 * The faults of a {@link LocalKinesis}: the same as {@code /_faults} over HTTP. Rules are asked in
 * the order in which they were added: delays add up, and the first rule that fails or resets the
 * request ends it. Thread-safe; at most {@link #RULES_MAX} rules.
 */
public final class KinesisFaults {
  public static final int RULES_MAX = Faults.RULES_MAX;

  private final Faults faults;

  KinesisFaults(Faults faults) {
    this.faults = faults;
  }

  /**
   * Adds a rule behind the others and returns its id.
   *
   * @throws IllegalArgumentException if the id is in use, or there are too many rules
   */
  public String add(FaultRule rule) {
    return faults.add(List.of(rule)).getFirst().rule().id().orElseThrow();
  }

  /** In the order in which they are asked. */
  public List<FaultReport> rules() {
    return faults.reports();
  }

  public Optional<FaultReport> rule(String id) {
    return faults.report(id);
  }

  /** False if there is none of that id. */
  public boolean remove(String id) {
    return faults.remove(id);
  }

  public void clear() {
    faults.replace(List.of());
  }

  /** All rules begin anew: counters, scripts, what is drawn, and time. */
  public void reset() {
    faults.reset();
  }
}
