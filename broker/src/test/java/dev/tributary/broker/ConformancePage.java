package dev.tributary.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.broker.Statements.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Renders {@code docs/mqtt-conformance.md} from the statements and the tests that name them. */
final class ConformancePage {

  private static final String HEAD =
      """
      # Conformance with MQTT

      This page is written by `ConformancePage` from the tests of the module `broker`; do not edit it. It lists every normative statement of MQTT 5.0 and MQTT 3.1.1 by its
      number (`3.1.0-1` is `[MQTT-3.1.0-1]`), what it demands in our words, and the tests that show it, or why there is none. The build fails if a statement has neither, if a
      test names a statement that does not exist, or if this page is not what the tests say.
      """;

  private ConformancePage() {}

  /**
   * Writes the page.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), render(), UTF_8);
  }

  static String render() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Statements version : Statements.values()) {
      page.append(chapter(version));
    }
    return page.toString();
  }

  private static String chapter(Statements version) {
    Map<String, SortedSet<String>> tests = tests(version);
    List<Statement> all = version.all();
    long tested = all.stream().filter(each -> tests.containsKey(each.number())).count();
    StringBuilder text = new StringBuilder("\n## ").append(version.title()).append("\n\n");
    text.append(all.size()).append(" statements, ").append(tested).append(" of them tested.\n\n");
    text.append("| statement | demands | tests |\n|---|---|---|\n");
    for (Statement each : all) {
      SortedSet<String> named = tests.get(each.number());
      String shown = named == null ? each.reason() : "`" + String.join("`<br>`", named) + "`";
      text.append("| ").append(each.number()).append(" | ").append(each.demand());
      text.append(" | ").append(shown).append(" |\n");
    }
    return text.toString();
  }

  /** Statement to the tests that name it. */
  static Map<String, SortedSet<String>> tests(Statements version) {
    Map<String, SortedSet<String>> tests = new TreeMap<>();
    for (Class<?> type : testClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        for (String number : version.namedBy(method)) {
          tests
              .computeIfAbsent(number, _ -> new TreeSet<>())
              .add(type.getSimpleName() + "." + method.getName());
        }
      }
    }
    return tests;
  }

  private static List<Class<?>> testClasses() {
    try {
      Path root =
          Path.of(
              ConformancePage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString().replace('/', '.'))
            .filter(name -> name.matches(".*(Test|IT|Contract)(\\$\\w+)?\\.class"))
            .sorted()
            .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ConformancePage.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
