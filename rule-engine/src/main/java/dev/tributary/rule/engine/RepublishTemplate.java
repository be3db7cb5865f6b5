package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A compiled {@link RepublishSpec}. Immutable; any thread. */
final class RepublishTemplate {
  private static final int TOPIC_BYTES_MAX = 65_535;

  /** As many as clients may use by default; finding subscribers walks them one by one. */
  private static final int TOPIC_LEVELS_MAX = 128;

  private final Template topic;
  private final Template qos;
  private final Template retain;
  private final Template payload;
  private final Template directDispatch;
  private final RepublishProperties properties;

  private RepublishTemplate(
      Template topic,
      Template qos,
      Template retain,
      Template payload,
      Template directDispatch,
      RepublishProperties properties) {
    this.topic = topic;
    this.qos = qos;
    this.retain = retain;
    this.payload = payload;
    this.directDispatch = directDispatch;
    this.properties = properties;
  }

  /** The output does not give a message; says what is wrong, without the output's values. */
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1;

    WrongException(String message) {
      super(message);
    }
  }

  /**
   * Compiles.
   *
   * @throws TemplateException naming the field if a template cannot be compiled, or is a constant
   *     that can never be right
   */
  static RepublishTemplate compile(RepublishSpec spec) throws TemplateException {
    String payload = spec.payload();
    RepublishTemplate compiled =
        new RepublishTemplate(
            field("topic", spec.topic()),
            field("qos", spec.qos()),
            field("retain", spec.retain()),
            field("payload", payload == null || payload.isEmpty() ? "${.}" : payload),
            field("direct_dispatch", spec.directDispatch()),
            RepublishProperties.compile(spec));
    try {
      compiled.checkConstants();
    } catch (WrongException e) {
      throw new TemplateException(String.valueOf(e.getMessage()));
    }
    return compiled;
  }

  static Template field(String name, String text) throws TemplateException {
    try {
      return Template.compile(text);
    } catch (TemplateException e) {
      throw new TemplateException(name + ": " + e.getMessage());
    }
  }

  private void checkConstants() throws WrongException {
    Value.Map nothing = Value.Map.empty();
    if (isConstant(topic)) {
      topic(nothing);
    }
    if (isConstant(qos)) {
      qos(nothing);
    }
    if (isConstant(retain)) {
      flag("retain", retain, nothing);
    }
    if (isConstant(directDispatch)) {
      flag("direct_dispatch", directDispatch, nothing);
    }
  }

  private static boolean isConstant(Template template) {
    return !template.text().contains("${");
  }

  /**
   * Makes the message.
   *
   * @param payloadAsItIs in place of what the payload template would give; null to render it
   * @param trigger what made the rule run, if that is known: its user properties can be handed on
   */
  Republication render(
      Value.Map output, byte @Nullable [] payloadAsItIs, @Nullable Trigger trigger, Lineage lineage)
      throws WrongException {
    return new Republication(
        topic(output),
        payloadAsItIs == null ? payload.renderBytes(output) : payloadAsItIs,
        qos(output),
        flag("retain", retain, output),
        properties.render(output, trigger),
        flag("direct_dispatch", directDispatch, output),
        lineage);
  }

  String payloadText() {
    return payload.text();
  }

  private String topic(Value.Map output) throws WrongException {
    if (topic.anyUndefined(output)) {
      throw new WrongException(
          "topic " + shown(topic) + " names something that the rule's output does not have");
    }
    String rendered = topic.renderText(output);
    String problem = problem(rendered);
    if (problem != null) {
      throw new WrongException("topic " + shown(topic) + " gives " + problem);
    }
    return rendered;
  }

  /** [MQTT-4.7.3-1], [MQTT-4.7.3-2], [MQTT-4.7.3-3], [MQTT-3.3.2-2]. */
  private static @Nullable String problem(String topic) {
    if (topic.isEmpty()) {
      return "an empty topic";
    }
    if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
      return "a wildcard: '+' and '#' may not be in a topic";
    }
    if (topic.indexOf('\0') >= 0) {
      return "U+0000, which may not be in a topic";
    }
    if (topic.getBytes(StandardCharsets.UTF_8).length > TOPIC_BYTES_MAX) {
      return "more than " + TOPIC_BYTES_MAX + " bytes";
    }
    long levels = topic.chars().filter(c -> c == '/').count() + 1;
    return levels > TOPIC_LEVELS_MAX ? levels + " levels, at most " + TOPIC_LEVELS_MAX : null;
  }

  private int qos(Value.Map output) throws WrongException {
    if (qos.anyUndefined(output)) {
      return 0;
    }
    String rendered = qos.renderText(output);
    return switch (rendered) {
      case "0" -> 0;
      case "1" -> 1;
      case "2" -> 2;
      default ->
          throw new WrongException(
              "qos " + shown(qos) + " gives " + kind(rendered) + "; expected 0, 1 or 2");
    };
  }

  private static boolean flag(String field, Template template, Value.Map output)
      throws WrongException {
    if (template.anyUndefined(output)) {
      return false;
    }
    String rendered = template.renderText(output);
    return switch (rendered) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new WrongException(
              field
                  + " "
                  + shown(template)
                  + " gives "
                  + kind(rendered)
                  + "; expected true or false");
    };
  }

  /** What sort of value it is: the value itself belongs to the message, and not into logs. */
  private static String kind(String rendered) {
    if (rendered.isEmpty()) {
      return "an empty text";
    }
    return rendered.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '.')
        ? "another number"
        : "another text";
  }

  private static String shown(Template template) {
    return "'" + Excerpt.of(template.text()) + "'";
  }
}
