package dev.tributary.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.management.internal.schema.RuleSchema;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.management.internal.store.Overlay;
import dev.tributary.management.internal.store.StoredJson;
import dev.tributary.management.internal.store.StoredState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The source of truth for connectors, actions and rules: what the configuration file says, and over
 * it what REST changed, whole objects at a time, kept in {@code <data_dir>/configs/overrides.json}.
 *
 * <p>Reads are lock-free and see one instant. Changes are made one at a time, and hold once they
 * are on disk; one that could not be written changes nothing. Stored objects that are not valid
 * (any more) are kept and reported, but do not run.
 */
public final class DefinitionStore {

  private static final String RULE_ENGINE = "rule_engine";

  private final StoredJson file;
  private final Overlay overlay;
  private final Settings ruleEngineInFile;
  private final InstantSource clock;
  private volatile StoredState state;
  private volatile Settings ruleEngineOptions;

  private DefinitionStore(
      StoredJson file,
      Overlay overlay,
      Settings ruleEngineInFile,
      InstantSource clock,
      StoredState state) {
    this.file = file;
    this.overlay = overlay;
    this.ruleEngineInFile = ruleEngineInFile;
    this.clock = clock;
    this.state = state;
    this.ruleEngineOptions = options(ruleEngineInFile, overlay, state);
  }

  /**
   * Reads what was stored.
   *
   * @param root the configuration file, read with {@link ConfigurationSchema#root}
   * @throws DefinitionStoreException if the stored file is damaged or cannot be read
   */
  public static DefinitionStore open(Path dataDirectory, Settings root, InstantSource clock)
      throws DefinitionStoreException {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Map<Kind, Map<String, Definition>> inFile = new EnumMap<>(Kind.class);
    inFile.put(Kind.CONNECTOR, kinesis(Kind.CONNECTOR, root.object("connectors"), now));
    inFile.put(Kind.ACTION, kinesis(Kind.ACTION, root.object("actions"), now));
    Settings ruleEngine = root.object(RULE_ENGINE);
    Map<String, Definition> rules = new LinkedHashMap<>();
    ruleEngine
        .objects("rules")
        .forEach((id, rule) -> rules.put(id, new Definition(Kind.RULE, id, rule, now, now, true)));
    inFile.put(Kind.RULE, rules);

    var file = new StoredJson(dataDirectory, "overrides.json", "the configuration file alone");
    var overlay = new Overlay(inFile);
    ObjectNode overrides = file.load();
    return new DefinitionStore(file, overlay, ruleEngine, clock, overlay.state(overrides, null));
  }

  private static Map<String, Definition> kinesis(Kind kind, Settings section, Instant now) {
    Map<String, Definition> result = new LinkedHashMap<>();
    section
        .objects("kinesis")
        .forEach((name, settings) -> {
          String id = "kinesis:" + name;
          result.put(id, new Definition(kind, id, settings, now, now, true));
        });
    return result;
  }

  public Map<String, Definition> all(Kind kind) {
    return Optional.ofNullable(state.definitions().get(kind)).orElse(Map.of());
  }

  public Optional<Definition> find(Kind kind, String id) {
    return Optional.ofNullable(all(kind).get(id));
  }

  /** Whether the id is taken, be it by an object that is not valid. */
  public boolean isTaken(Kind kind, String id) {
    return all(kind).containsKey(id) || unreadable(kind, id);
  }

  /** Whether an object of that id is stored that is not valid (any more). */
  public boolean unreadable(Kind kind, String id) {
    return state.unreadable().getOrDefault(kind, Set.of()).contains(id);
  }

  /** A sentence for each stored object that is not valid. */
  public List<String> problems() {
    return state.problems();
  }

  /**
   * {@code ignore_sys_message} and {@code jq_function_default_timeout}, as they are now. Cheap
   * enough to be asked for each message.
   */
  public Settings ruleEngineOptions() {
    return ruleEngineOptions;
  }

  private static Settings options(Settings inFile, Overlay overlay, StoredState state) {
    JsonNode stored = state.overrides().get(RULE_ENGINE);
    try {
      return stored == null ? inFile : overlay.settings(RuleSchema.options(), stored, RULE_ENGINE);
    } catch (SettingsException _) {
      // Of another version: the file's are the next best, and the stored ones stay on disk.
      return inFile;
    }
  }

  /**
   * Makes all of the changes or none.
   *
   * @throws IOException if they could not be written, and do not hold
   */
  public synchronized void apply(List<Change> changes) throws IOException {
    commit(overlay.changed(state, changes, clock.instant()));
  }

  /**
   * Replaces the options.
   *
   * @throws IOException if they could not be written, and do not hold
   */
  public synchronized void applyRuleEngineOptions(Settings options) throws IOException {
    commit(overlay.withOptions(state, RULE_ENGINE, options));
  }

  private void commit(ObjectNode next) throws IOException {
    file.save(next);
    state = overlay.state(next, state);
    ruleEngineOptions = options(ruleEngineInFile, overlay, state);
  }
}
