package dev.tributary.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A valid object: every required field is there, every default filled in. Immutable. Asking for a
 * field that the schema does not have, or as another type, is a programmer's error.
 */
public final class Settings {

  /** What stands in place of a secret. */
  public static final String MASK = "******";

  private final String where;
  private final Map<String, Setting<?>> fields;

  Settings(String where, Map<String, Setting<?>> fields) {
    this.where = where;
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Where it was written: file and line of its beginning, or what else is known; may be empty. */
  public String where() {
    return where;
  }

  public boolean has(String key) {
    return fields.containsKey(key);
  }

  public String text(String key) {
    return value(key, String.class);
  }

  public @Nullable String textOrNull(String key) {
    return has(key) ? text(key) : null;
  }

  public int integer(String key) {
    return Math.toIntExact(value(key, Long.class));
  }

  public long bytes(String key) {
    return value(key, Long.class);
  }

  public boolean flag(String key) {
    return value(key, Boolean.class);
  }

  public double decimal(String key) {
    return value(key, Double.class);
  }

  /** The rate, or null for {@code infinity}. */
  public @Nullable Rate rateOrNull(String key) {
    return value(key, RateType.MaybeUnlimited.class).rate();
  }

  /** The duration; {@code infinity} is not possible for this field. */
  public Duration duration(String key) {
    Duration duration = durationOrNull(key);
    if (duration == null) {
      throw new IllegalArgumentException(key + " is infinite");
    }
    return duration;
  }

  /** The duration, or null for {@code infinity} or whatever else means none. */
  public @Nullable Duration durationOrNull(String key) {
    return value(key, Types.MaybeInfinite.class).duration();
  }

  public InetSocketAddress address(String key) {
    return value(key, InetSocketAddress.class);
  }

  public Settings object(String key) {
    return value(key, Settings.class);
  }

  /** The members of a map of objects, by name, in the order in which they were written. */
  public Map<String, Settings> objects(String key) {
    return map(key, Settings.class);
  }

  /** The members of a map by name, in the order in which they were written. */
  public <T> Map<String, T> map(String key, Class<T> memberType) {
    Map<String, T> result = new LinkedHashMap<>();
    Map<?, ?> members = value(key, Map.class);
    members.forEach((name, member) -> result.put((String) name, memberType.cast(member)));
    return result;
  }

  public <T> List<T> list(String key, Class<T> elementType) {
    List<?> elements = value(key, List.class);
    return elements.stream().<T>map(elementType::cast).toList();
  }

  public <T> T value(String key, Class<T> type) {
    Setting<?> setting = fields.get(key);
    if (setting == null) {
      throw new IllegalArgumentException("no setting " + key + " among " + fields.keySet());
    }
    return type.cast(setting.value());
  }

  /** As it is kept on disk: secrets in clear, defaults filled in. */
  public Map<String, @Nullable Object> stored() {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    fields.forEach((key, setting) -> result.put(key, storedForm(setting)));
    return result;
  }

  /** As people see it: secrets masked, defaults filled in. */
  public Map<String, @Nullable Object> shown() {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    fields.forEach((key, setting) -> result.put(key, shownForm(setting)));
    return result;
  }

  private static @Nullable Object storedForm(Setting<?> setting) {
    return setting.value() instanceof Settings nested ? nested.stored() : setting.stored();
  }

  private static @Nullable Object shownForm(Setting<?> setting) {
    if (setting.secret()) {
      return MASK;
    }
    return setting.value() instanceof Settings nested ? nested.shown() : setting.stored();
  }

  @Override
  public String toString() {
    return shown().toString();
  }
}
