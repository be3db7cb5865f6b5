package dev.tributary.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, so that people see all of them at once. Not thread-safe. */
public final class Problems {

  private static final int GIVEN_CHARACTERS_MAX = 80;

  private final List<Problem> list = new ArrayList<>();

  /** The value at {@code path} is wrong; its text is shown unless it is a secret. */
  public void wrong(ConfigValue value, String path, String expected) {
    list.add(new Problem(where(value.origin()), path, shortened(value), "expected " + expected));
  }

  /** The value at {@code path} is wrong and must not be shown. */
  public void wrongSecret(ConfigValue value, String path, String expected) {
    list.add(new Problem(where(value.origin()), path, "", "expected " + expected));
  }

  /** A mistake that is not about one value. */
  public void add(@Nullable ConfigOrigin origin, String path, String message) {
    list.add(new Problem(origin == null ? "" : where(origin), path, "", message));
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public List<Problem> list() {
    return List.copyOf(list);
  }

  /** All mistakes, one a line. */
  public String text() {
    return list.stream().map(Problem::text).collect(Collectors.joining("\n"));
  }

  static String where(ConfigOrigin origin) {
    String name = origin.filename() != null ? origin.filename() : origin.description();
    if (name == null || name.equals("hardcoded value")) {
      return "";
    }
    return origin.lineNumber() > 0 && origin.filename() != null
        ? name + ":" + origin.lineNumber()
        : name;
  }

  private static String shortened(ConfigValue value) {
    String text = value.render(com.typesafe.config.ConfigRenderOptions.concise());
    return text.length() <= GIVEN_CHARACTERS_MAX
        ? text
        : text.substring(0, GIVEN_CHARACTERS_MAX) + "…";
  }
}
