package dev.tributary.rule.engine;

import dev.tributary.sink.Source;

/**
 * The way of what did not arrive: the rule that made a record and the action that could not deliver
 * it. What has taken a detour is never led back there, and never takes another one, so that
 * fallbacks cannot go round in circles.
 *
 * <p>The mark is part of the record's {@link Source}, as {@code rule via action}: it survives in
 * buffers on disk and in dead letters, and people can read it.
 */
public record Detour(String ruleId, String actionId) {

  /** Holds a space, which ids of rules do not. */
  private static final String VIA = " via ";

  /** The detour that a record takes when its action gives it up. */
  static Detour around(String actionId, Source source) {
    return new Detour(source.ruleId(), actionId);
  }

  static boolean isTaken(Source source) {
    return source.ruleId().contains(VIA);
  }

  /** The rule's name as records on this detour bear it. */
  String mark(String rule) {
    return rule + VIA + actionId;
  }
}
