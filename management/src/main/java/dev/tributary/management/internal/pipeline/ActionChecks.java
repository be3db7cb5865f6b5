package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.FallbackSetting;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import java.util.List;

/** What the fields of an action must not say together, and what they must name. */
final class ActionChecks {

  /** How the engine calls the only element of a list. */
  private static final String FIRST = "fallback_actions[0]";

  private final Changes changes;
  private final Fallbacks fallbacks;

  ActionChecks(Changes changes, Fallbacks fallbacks) {
    this.changes = changes;
    this.fallbacks = fallbacks;
  }

  /** The first mistake; empty if there is none. */
  String mistake(String id, Settings action) {
    for (String mistake :
        List.of(connector(action), stream(action), acknowledge(action), fallbacks(id, action))) {
      if (!mistake.isEmpty()) {
        return mistake;
      }
    }
    return "";
  }

  /** What is wrong with the connector that it names: without one it cannot run. */
  String connector(Settings action) {
    if (changes.has(Kind.CONNECTOR, RequestReader.TYPE + ":" + action.text("connector"))) {
      return "";
    }
    List<String> known = changes.sorted(Kind.CONNECTOR).stream().map(Definition::name).toList();
    return "connector = \"%s\": %s"
        .formatted(
            action.text("connector"),
            known.isEmpty()
                ? "expected the name of a Kinesis connector, and there is none yet"
                : "expected one of " + String.join(", ", known));
  }

  private static String stream(Settings action) {
    Settings parameters = action.object("parameters");
    boolean name = parameters.has("stream_name");
    if (name != parameters.has("stream_arn")) {
      return "";
    }
    return name
        ? "parameters.stream_arn = \"%s\": expected either stream_name or stream_arn, not both"
            .formatted(parameters.text("stream_arn"))
        : "parameters.stream_name: is missing: expected the name of a stream, or stream_arn";
  }

  private static String acknowledge(Settings action) {
    Settings options = action.object("resource_opts");
    boolean contradicts =
        options.text("query_mode").equals("sync")
            && options.has("acknowledge")
            && !options.text("acknowledge").equals("delivered");
    return contradicts
        ? "resource_opts.acknowledge = \"%s\": expected delivered, for query_mode = sync means that; or query_mode = async"
            .formatted(options.text("acknowledge"))
        : "";
  }

  private String fallbacks(String id, Settings action) {
    List<FallbackSetting> settings = action.list("fallback_actions", FallbackSetting.class);
    for (int i = 0; i < settings.size(); i++) {
      String place = "fallback_actions[" + (i + 1) + "]";
      String mistake =
          switch (settings.get(i)) {
            case FallbackSetting.Reference(String other) -> reference(place, id, other);
            case FallbackSetting.Republish republish ->
                fallbacks.mistake(id, republish).replace(FIRST, place);
          };
      if (!mistake.isEmpty()) {
        return mistake;
      }
    }
    return "";
  }

  private String reference(String place, String id, String other) {
    String expected = expected(id, other);
    return expected.isEmpty() ? "" : "%s = \"%s\": %s".formatted(place, other, expected);
  }

  private String expected(String id, String other) {
    if (other.equals(id)) {
      return "expected another action than itself";
    }
    if (changes.has(Kind.ACTION, other)) {
      return "";
    }
    List<String> known =
        changes.sorted(Kind.ACTION).stream()
            .map(Definition::id)
            .filter(each -> !each.equals(id))
            .toList();
    return known.isEmpty()
        ? "expected the name of another action, and there is none yet"
        : "expected one of " + String.join(", ", known);
  }
}
