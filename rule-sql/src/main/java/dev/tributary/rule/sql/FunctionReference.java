package dev.tributary.rule.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders {@code docs/rule-functions.md} from the functions, so that it cannot go stale. */
public final class FunctionReference {
  private static final String HEAD =
      """
      # Functions of the rule language

      This page is written by `FunctionReference` from the functions; do not edit it. Every example is run as a test, on a message of topic `t/1` from client `c1`
      with payload `{"a":{"b":1}}`. Results are shown as JSON; an undefined value is shown as `"undefined"`. `...` after a parameter: any number of them.
      """;

  private FunctionReference() {}

  /**
   * Writes the page.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), render(FunctionCatalog.all()), StandardCharsets.UTF_8);
  }

  /** The page as Markdown: a list of contents, then a chapter per category. */
  public static String render(List<FunctionDescription> functions) {
    Map<String, List<FunctionDescription>> chapters = new LinkedHashMap<>();
    FunctionCatalog.categories().forEach(title -> chapters.put(title, new ArrayList<>()));
    for (FunctionDescription function : functions) {
      chapters.computeIfAbsent(function.category(), _ -> new ArrayList<>()).add(function);
    }
    StringBuilder page = new StringBuilder(HEAD).append('\n');
    chapters.forEach((title, members) -> page.append(contents(title, members)));
    chapters.forEach((title, members) -> {
      page.append("\n## ").append(title).append('\n');
      members.forEach(function -> page.append(section(function)));
    });
    return page.toString();
  }

  private static String contents(String title, List<FunctionDescription> members) {
    String names =
        members.stream()
            .map(function -> "[`" + function.name() + "`](#" + function.name() + ")")
            .collect(Collectors.joining(" "));
    return "- [" + title + "](#" + anchor(title) + "): " + names + "\n";
  }

  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String section(FunctionDescription function) {
    StringBuilder section = new StringBuilder("\n### ").append(function.name()).append("\n\n");
    section.append(
        function.signatures().stream()
            .map(signature -> "`" + signature + "`")
            .collect(Collectors.joining(" · ")));
    section.append("\n\n").append(function.description()).append("\n\n```\n");
    for (FunctionDescription.Example example : function.examples()) {
      section.append(example.expression()).append("  →  ").append(example.result()).append('\n');
    }
    return section.append("```\n").toString();
  }
}
