package dev.tributary.rule.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a message came about that the server itself made: the rules whose outputs led to it, one out
 * of the other, and the way around an action that could not deliver. It travels with the message
 * through the broker, so that nothing that rules make can go round in circles: not by messages, nor
 * by the events that messages bring about.
 *
 * @param rules oldest first, each once, at most {@link #RULES_MAX}; empty for what a client sent
 * @param detour not null if a fallback has published the message, or one of those before it
 */
public record Lineage(List<String> rules, @Nullable Detour detour) {
  /** More rules in a row than anybody builds on purpose; the next one may not republish. */
  public static final int RULES_MAX = 8;

  /** What a client has published, and what nobody has. */
  public static final Lineage NONE = new Lineage(List.of(), null);

  public Lineage {
    rules = List.copyOf(rules);
  }

  /** What the fallback of an action has published. */
  public static Lineage of(Detour detour) {
    return new Lineage(List.of(detour.ruleId()), detour);
  }

  /** The rule that made the message, empty if none did: rules see it as the message's client. */
  public String maker() {
    return rules.isEmpty() ? "" : rules.getLast();
  }

  boolean contains(String ruleId) {
    return rules.contains(ruleId);
  }

  boolean isFull() {
    return rules.size() >= RULES_MAX;
  }

  /** The lineage of what this rule makes of the message. */
  Lineage then(String ruleId) {
    List<String> longer = new ArrayList<>(rules);
    longer.add(ruleId);
    return new Lineage(longer, detour);
  }
}
