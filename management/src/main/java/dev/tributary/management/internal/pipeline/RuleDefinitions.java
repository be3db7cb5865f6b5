package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.RuleMetrics;
import dev.tributary.rule.engine.RuleRefusedException;
import dev.tributary.rule.sql.RuleSyntaxException;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Rules: defined, changed and watched. A change is applied, for the engine checks it best, then
 * stored, and taken back if it could not be stored. Any thread.
 */
public final class RuleDefinitions {

  private final Changes changes;
  private final RuleEngine engine;
  private final RandomGenerator random;

  RuleDefinitions(Changes changes, RuleEngine engine, RandomGenerator random) {
    this.changes = changes;
    this.engine = engine;
    this.random = random;
  }

  /** The youngest first. */
  public List<Definition> all() {
    return changes.sorted(Kind.RULE).stream()
        .sorted(Comparator.comparing(Definition::createdAt).reversed())
        .toList();
  }

  public Definition find(String id) throws ChangeRefused {
    return changes.found(Kind.RULE, id);
  }

  /** The topic filters in FROM; empty for a rule that cannot run. */
  public List<String> sources(Definition rule) {
    try {
      return engine.filters(rule.id());
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  public static List<RuleAction> actions(Definition rule) {
    return Changes.actionsOf(rule);
  }

  public RuleMetrics metrics(String id) throws ChangeRefused {
    find(id);
    try {
      return engine.metrics(id);
    } catch (IllegalArgumentException _) {
      // Stored, but it cannot run: it has never seen a message.
      return new RuleMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  public void resetMetrics(String id) throws ChangeRefused {
    find(id);
    if (engine.rule(id).isPresent()) {
      engine.resetMetrics(id);
    }
  }

  /** What holds for all rules; durations in milliseconds, as the original answers here alone. */
  public Map<String, Object> options() {
    return shown(changes.ruleEngineOptions());
  }

  /** Changes the options that the body names. */
  public Map<String, Object> changeOptions(Map<String, @Nullable Object> body)
      throws ChangeRefused, IOException {
    changes.make(() ->
        changes.storeRuleEngineOptions(
            RequestReader.mergedOptions(changes.ruleEngineOptions(), body)));
    return options();
  }

  private static Map<String, Object> shown(Settings options) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("ignore_sys_message", options.flag("ignore_sys_message"));
    shown.put(
        "jq_function_default_timeout", options.duration("jq_function_default_timeout").toMillis());
    return shown;
  }

  public Definition create(Map<String, @Nullable Object> body) throws ChangeRefused, IOException {
    String wanted = RequestReader.ruleId(body);
    String id = wanted == null ? fresh() : wanted;
    Settings settings = RequestReader.createdRule(body);
    changes.make(() -> {
      changes.requireFree(Kind.RULE, id);
      applyAndStore(id, settings, Optional.empty());
    });
    return find(id);
  }

  private String fresh() {
    String id;
    do {
      id = "%08x".formatted(random.nextInt());
    } while (changes.has(Kind.RULE, id));
    return id;
  }

  /** Changes the fields that the body names. */
  public Definition merge(String id, Map<String, @Nullable Object> body)
      throws ChangeRefused, IOException {
    changes.make(() -> {
      Definition before = find(id);
      applyAndStore(id, RequestReader.mergedRule(before, body), Optional.of(before));
    });
    return find(id);
  }

  public void delete(String id) throws ChangeRefused, IOException {
    changes.make(() -> {
      changes.requireTaken(Kind.RULE, id);
      changes.store(new Change.Delete(Kind.RULE, id));
      engine.remove(id);
    });
  }

  /**
   * Puts all rules at once, for the engine makes its index anew at each change; one by one if some
   * of them are refused.
   *
   * @return why, for each rule that cannot run
   */
  Map<Definition, String> loadAll() {
    Map<Definition, String> refused = new LinkedHashMap<>();
    List<Definition> eldestFirst = all().reversed();
    try {
      engine.putAll(eldestFirst.stream().map(RuntimeSettings::rule).toList());
    } catch (RuleSyntaxException | RuleRefusedException _) {
      for (Definition rule : eldestFirst) {
        try {
          engine.put(RuntimeSettings.rule(rule));
        } catch (RuleSyntaxException e) {
          refused.put(rule, "sql: " + e.getMessage());
        } catch (RuleRefusedException e) {
          refused.put(rule, String.valueOf(e.getMessage()));
        }
      }
    }
    return refused;
  }

  void load(Definition rule) throws ChangeRefused {
    put(rule.id(), rule.settings());
  }

  private void applyAndStore(String id, Settings settings, Optional<Definition> before)
      throws ChangeRefused, IOException {
    put(id, settings);
    try {
      changes.store(new Change.Put(Kind.RULE, id, settings));
    } catch (IOException e) {
      if (before.isPresent()) {
        load(before.get());
      } else {
        engine.remove(id);
      }
      throw e;
    }
  }

  private void put(String id, Settings settings) throws ChangeRefused {
    try {
      engine.put(RuntimeSettings.rule(id, settings));
    } catch (RuleSyntaxException | RuleRefusedException e) {
      throw ChangeRefused.of(Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }
}
