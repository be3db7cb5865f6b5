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

      - `string`: text or any bytes; a boolean counts as `'true'` or `'false'`, a number must go through `str` before. `integer`: a whole number; lengths, positions and
        timestamps fit 64 bits, others have any size. `number`: an integer or a float. `map`: a map, or a string that holds one as JSON. `list`: a list; a string that holds one
        as JSON goes through `json_decode` before. `any`: any value, undefined too.
      - A value of another kind, an option that is not named here, or a result that has no value is an error: the rule then gives nothing for this message and counts it in
        `failed.exception`. Undefined is what a column, key or path has that does not exist.
      - Units of time are `'second'`, `'millisecond'`, `'microsecond'` and `'nanosecond'`. Positions count from 1, but for those of `substr`.
      - Functions are named in small letters, as here. What answers otherwise than in EMQX stands in [rule-differences.md](rule-differences.md).
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
