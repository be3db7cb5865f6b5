package dev.tributary.management.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.config.SettingsReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lays what REST changed over what the configuration file says. */
public final class Overlay {

  private static final String DEFINITION = "definition";
  private static final String DELETED = "deleted";
  private static final String CREATED_AT = "created_at";
  private static final String MODIFIED_AT = "last_modified_at";

  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<Kind, Map<String, Definition>> file;

  public Overlay(Map<Kind, Map<String, Definition>> file) {
    this.file = file;
  }

  /**
   * The state that the overrides lead to.
   *
   * @param previous whose definitions are taken over where the stored text is the same
   */
  public StoredState state(ObjectNode overrides, @Nullable StoredState previous) {
    Map<Kind, Map<String, Definition>> definitions = new EnumMap<>(Kind.class);
    Map<Kind, Set<String>> unreadable = new EnumMap<>(Kind.class);
    List<String> problems = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Map<String, Definition> merged = new LinkedHashMap<>(file.getOrDefault(kind, Map.of()));
      Set<String> bad = new HashSet<>();
      for (var entry : overrides.path(kind.section()).properties()) {
        merged.remove(entry.getKey());
        if (entry.getValue().path(DELETED).asBoolean(false)) {
          continue;
        }
        try {
          Definition unchanged = unchanged(kind, entry.getKey(), entry.getValue(), previous);
          merged.put(
              entry.getKey(),
              unchanged != null ? unchanged : definition(kind, entry.getKey(), entry.getValue()));
        } catch (SettingsException | IllegalArgumentException e) {
          bad.add(entry.getKey());
          problems.add(
              "%s %s is stored but not valid, and does not run: %s"
                  .formatted(kind.noun(), entry.getKey(), e.getMessage()));
        }
      }
      definitions.put(kind, Map.copyOf(merged));
      unreadable.put(kind, Set.copyOf(bad));
    }
    return new StoredState(overrides, definitions, unreadable, List.copyOf(problems));
  }

  private static @Nullable Definition unchanged(
      Kind kind, String id, JsonNode entry, @Nullable StoredState previous) {
    return previous != null && entry.equals(previous.overrides().path(kind.section()).get(id))
        ? previous.definitions().getOrDefault(kind, Map.of()).get(id)
        : null;
  }

  private Definition definition(Kind kind, String id, JsonNode entry) throws SettingsException {
    return new Definition(
        kind,
        id,
        settings(kind.schema(id), entry.path(DEFINITION), kind.section() + "." + id),
        Instant.ofEpochMilli(entry.path(CREATED_AT).asLong()),
        Instant.ofEpochMilli(entry.path(MODIFIED_AT).asLong()),
        false);
  }

  /** Holds one stored object against its schema. */
  public Settings settings(ObjectSchema schema, JsonNode stored, String path)
      throws SettingsException {
    Map<String, Object> values = new LinkedHashMap<>();
    stored
        .properties()
        .forEach(field ->
            values.put(field.getKey(), mapper.convertValue(field.getValue(), Object.class)));
    return SettingsReader.read(schema, SettingsReader.values(values, "overrides.json"), path);
  }

  /** The overrides after the changes; the state's own are not touched. */
  public ObjectNode changed(StoredState state, List<Change> changes, Instant now) {
    ObjectNode next = state.overrides().deepCopy();
    for (Change change : changes) {
      ObjectNode section = next.withObjectProperty(change.kind().section());
      switch (change) {
        case Change.Put put -> {
          Definition before = state.definitions().getOrDefault(put.kind(), Map.of()).get(put.id());
          ObjectNode entry = section.putObject(put.id());
          entry.put(CREATED_AT, (before == null ? now : before.createdAt()).toEpochMilli());
          entry.put(MODIFIED_AT, now.toEpochMilli());
          entry.set(DEFINITION, mapper.valueToTree(put.settings().stored()));
        }
        case Change.Delete delete -> {
          if (file.getOrDefault(delete.kind(), Map.of()).containsKey(delete.id())) {
            section.putObject(delete.id()).put(DELETED, true);
          } else {
            section.remove(delete.id());
          }
        }
      }
    }
    return next;
  }

  /** The overrides with another object under a key of the top level. */
  public ObjectNode withOptions(StoredState state, String key, Settings options) {
    ObjectNode next = state.overrides().deepCopy();
    next.set(key, mapper.valueToTree(options.stored()));
    return next;
  }
}
