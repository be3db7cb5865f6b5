package dev.tributary.management.internal.store;

import dev.tributary.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secrets that come back as the stars that were answered in their place. */
public final class Masks {

  private Masks() {}

  /**
   * The fields with the stored secrets in place of the stars.
   *
   * @param before what is stored
   * @param secrets paths of fields that hold secrets, such as {@code proxy.password}
   * @throws IllegalArgumentException naming a field with stars where no secret is stored
   */
  public static Map<String, @Nullable Object> removed(
      Map<?, ?> fields, Map<?, ?> before, Set<String> secrets) {
    return removed(fields, before, secrets, "");
  }

  private static Map<String, @Nullable Object> removed(
      Map<?, ?> fields, Map<?, ?> before, Set<String> secrets, String path) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      String key = String.valueOf(field.getKey());
      Object stored = before.get(key);
      Object value = field.getValue();
      if (value instanceof Map<?, ?> below) {
        Map<?, ?> storedBelow = stored instanceof Map<?, ?> map ? map : Map.of();
        value = removed(below, storedBelow, secrets, path + key + ".");
      } else if (Settings.MASK.equals(value) && secrets.contains(path + key)) {
        value = stored;
        if (value == null) {
          throw new IllegalArgumentException(
              path + key + " = ******: expected the secret itself, for none is stored yet");
        }
      }
      result.put(key, value);
    }
    return result;
  }
}
