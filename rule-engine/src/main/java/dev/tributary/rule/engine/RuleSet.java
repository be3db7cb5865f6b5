package dev.tributary.rule.engine;

import java.util.Map;

/**
 * All rules at one moment, in the order in which they were first put, and the ways to those
 * enabled. Immutable.
 */
record RuleSet(Map<String, ActiveRule> rules, TopicIndex topics, EventIndex events) {

  static RuleSet of(Map<String, ActiveRule> rules) {
    TopicIndex.Builder topics = new TopicIndex.Builder();
    EventIndex.Builder events = new EventIndex.Builder();
    for (ActiveRule rule : rules.values()) {
      if (rule.definition().enable()) {
        rule.addTo(topics, events);
      }
    }
    return new RuleSet(rules, topics.build(), events.build());
  }
}
