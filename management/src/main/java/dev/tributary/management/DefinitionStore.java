package dev.tributary.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.broker.ListenerType;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.management.internal.schema.RetainerSchema;
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
import java.util.TreeMap;

/**
 * The source of truth for connectors, actions, rules, listeners and the retainer: what the
 * configuration file says, and over it what REST changed, whole objects at a time, kept in {@code
 * <data_dir>/configs/overrides.json}.
 *
 * <p>Reads are lock-free and see one instant. Changes are made one at a time, and hold once they
 * are on disk; one that could not be written changes nothing. Stored objects that are not valid
 * (any more) are kept and reported, but do not run.
 */
public final class DefinitionStore {

  /** Objects that are there once, changed as a whole. */
  private enum Options {
    RULE_ENGINE("rule_engine"),
    RETAINER("retainer");

    private final String key;

    Options(String key) {
      this.key = key;
    }

    private ObjectSchema schema() {
      return switch (this) {
        case RULE_ENGINE -> RuleSchema.options();
        case RETAINER -> RetainerSchema.retainer();
      };
    }
  }

  private final StoredJson file;
  private final Overlay overlay;
  private final Map<Options, Settings> optionsInFile;
  private final InstantSource clock;
  private volatile StoredState state;
  private volatile Settings ruleEngineOptions;
  private volatile Settings retainer;

  private DefinitionStore(
      StoredJson file,
      Overlay overlay,
      Map<Options, Settings> optionsInFile,
      InstantSource clock,
      StoredState state) {
    this.file = file;
    this.overlay = overlay;
    this.optionsInFile = optionsInFile;
    this.clock = clock;
    this.state = state;
    this.ruleEngineOptions = options(Options.RULE_ENGINE, state);
    this.retainer = options(Options.RETAINER, state);
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
    Settings ruleEngine = root.object(Options.RULE_ENGINE.key);
    Map<String, Definition> rules = new LinkedHashMap<>();
    ruleEngine
        .objects("rules")
        .forEach((id, rule) -> rules.put(id, new Definition(Kind.RULE, id, rule, now, now, true)));
    inFile.put(Kind.RULE, rules);
    inFile.put(Kind.LISTENER, listeners(root.object("listeners"), now));

    var file = new StoredJson(dataDirectory, "overrides.json", "the configuration file alone");
    var overlay = new Overlay(inFile);
    ObjectNode overrides = file.load();
    Map<Options, Settings> options = new EnumMap<>(Options.class);
    options.put(Options.RULE_ENGINE, ruleEngine);
    options.put(Options.RETAINER, root.object(Options.RETAINER.key));
    return new DefinitionStore(file, overlay, options, clock, overlay.state(overrides, null));
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

  private static Map<String, Definition> listeners(Settings section, Instant now) {
    Map<String, Definition> result = new LinkedHashMap<>();
    for (ListenerType type : ListenerType.values()) {
      section
          .objects(type.text())
          .forEach((name, settings) -> {
            String id = type.text() + ":" + name;
            result.put(id, new Definition(Kind.LISTENER, id, settings, now, now, true));
          });
    }
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

  /** {@code retainer}, as it is now. */
  public Settings retainer() {
    return retainer;
  }

  /** {@code listeners} as they are now, by id. */
  public Map<String, Settings> listeners() {
    Map<String, Settings> result = new TreeMap<>();
    all(Kind.LISTENER).forEach((id, listener) -> result.put(id, listener.settings()));
    return result;
  }

  private Settings options(Options options, StoredState now) {
    JsonNode stored = now.overrides().get(options.key);
    try {
      if (stored != null) {
        return overlay.settings(options.schema(), stored, options.key);
      }
    } catch (SettingsException _) {
      // Of another version: the file's are the next best, and the stored ones stay on disk.
    }
    return Optional.ofNullable(optionsInFile.get(options)).orElseThrow();
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
   * Replaces the options of the rule engine.
   *
   * @throws IOException if they could not be written, and do not hold
   */
  public synchronized void applyRuleEngineOptions(Settings options) throws IOException {
    commit(overlay.withOptions(state, Options.RULE_ENGINE.key, options));
  }

  /**
   * Replaces {@code retainer}.
   *
   * @throws IOException if it could not be written, and does not hold
   */
  public synchronized void applyRetainer(Settings changed) throws IOException {
    commit(overlay.withOptions(state, Options.RETAINER.key, changed));
  }

  private void commit(ObjectNode next) throws IOException {
    file.save(next);
    state = overlay.state(next, state);
    ruleEngineOptions = options(Options.RULE_ENGINE, state);
    retainer = options(Options.RETAINER, state);
  }
}
