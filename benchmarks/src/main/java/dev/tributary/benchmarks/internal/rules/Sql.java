package dev.tributary.benchmarks.internal.rules;

/** SQL that several benchmarks run. */
final class Sql {
  static final String BUDGET =
      "SELECT payload.temp as t, clientid FROM \"t/#\" WHERE payload.temp > 20";

  private Sql() {}
}
