package dev.tributary.benchmarks;

/** Ways for a message to go, with their budgets in {@code design.md} section 8. */
enum Mode {
  BROKER("broker", "broker alone, no rule", 2.0, "", ""),
  MEMORY("memory", "plain, buffer in memory", 6.0, "memory_only", ""),
  DISK("disk", "plain, buffer on disk", 6.0, "disk", ""),
  MEMORY_KPL("memory-kpl", "aggregated, buffer in memory", 3.5, "memory_only", "kpl"),
  DISK_KPL("disk-kpl", "aggregated, buffer on disk", 3.5, "disk", "kpl");

  private final String option;
  private final String title;
  private final double budgetMicros;
  private final String bufferMode;
  private final String aggregation;

  Mode(String option, String title, double budgetMicros, String bufferMode, String aggregation) {
    this.option = option;
    this.title = title;
    this.budgetMicros = budgetMicros;
    this.bufferMode = bufferMode;
    this.aggregation = aggregation;
  }

  static Mode of(String option) {
    return Bounds.choice("--modes", option, values(), mode -> mode.option);
  }

  String option() {
    return option;
  }

  String title() {
    return title;
  }

  double budgetMicros() {
    return budgetMicros;
  }

  boolean hasSink() {
    return !bufferMode.isEmpty();
  }

  String bufferMode() {
    return bufferMode;
  }

  /** Empty where records travel by themselves. */
  String aggregation() {
    return aggregation;
  }
}
