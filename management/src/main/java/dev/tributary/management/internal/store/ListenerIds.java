package dev.tributary.management.internal.store;

import dev.tributary.broker.ListenerType;
import dev.tributary.management.internal.schema.Names;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Ids of listeners: {@code tcp:default}. */
public final class ListenerIds {

  private ListenerIds() {}

  /**
   * What stands before the colon.
   *
   * @throws IllegalArgumentException if it is no type, or there is no colon
   */
  public static ListenerType type(String id) {
    int colon = id.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "id = " + id + ": expected type:name, such as tcp:default");
    }
    return typeOf(id.substring(0, colon));
  }

  /**
   * The type of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ListenerType typeOf(String text) {
    return Arrays.stream(ListenerType.values())
        .filter(type -> type.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("type = %s: expected one of %s".formatted(text, types())));
  }

  /**
   * What stands behind the colon.
   *
   * @throws IllegalArgumentException if it can be no name
   */
  public static String name(String id) {
    String name = id.substring(id.indexOf(':') + 1);
    if (!Names.RESOURCE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name = " + name + ": expected " + Names.RESOURCE_EXPECTED);
    }
    return name;
  }

  private static String types() {
    return Arrays.stream(ListenerType.values())
        .map(ListenerType::text)
        .collect(Collectors.joining(", "));
  }
}
