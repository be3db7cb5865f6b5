package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.server.internal.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code --faults}: a file of one rule, a list of rules, or {@code {"rules": […]}}. */
final class FaultsFile {

  static final String OPTION = "--faults";

  private FaultsFile() {}

  static List<FaultRule> read(Path file) {
    List<FaultRule> rules = new ArrayList<>();
    for (JsonNode rule : nodes(file)) {
      try {
        rules.add(FaultRule.ofJson(rule.toString()));
      } catch (IllegalArgumentException e) {
        throw wrong(file, "rule %d: %s".formatted(rules.size() + 1, e.getMessage()));
      }
    }
    return rules;
  }

  private static List<JsonNode> nodes(Path file) {
    JsonNode tree = tree(file);
    if (tree == null || !tree.isContainerNode()) {
      throw wrong(file, "expected a JSON object or list, such as [{\"effect\": \"throttle\"}]");
    }
    JsonNode rules = tree.path("rules");
    List<JsonNode> nodes = new ArrayList<>();
    if (tree.isObject() && !rules.isArray()) {
      nodes.add(tree);
    } else {
      (tree.isArray() ? tree : rules).forEach(nodes::add);
    }
    return nodes;
  }

  private static @Nullable JsonNode tree(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw wrong(file, "expected a readable file of JSON (%s)".formatted(why));
    }
  }

  private static CommandFailure wrong(Path file, String text) {
    return new CommandFailure("%s %s: %s".formatted(OPTION, file, text), 2);
  }
}
