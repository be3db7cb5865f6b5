package dev.tributary.management.internal.rest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Figures in Prometheus' text format 0.0.4. All samples of a name stand together, as the format
 * demands. Not thread-safe.
 */
final class PrometheusText {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, StringBuilder> families = new LinkedHashMap<>();

  PrometheusText counter(String name, Number value) {
    return add("counter", name, "", value);
  }

  PrometheusText counter(String name, String label, String labelValue, Number value) {
    return add("counter", name, labels(label, labelValue), value);
  }

  PrometheusText gauge(String name, Number value) {
    return add("gauge", name, "", value);
  }

  PrometheusText gauge(String name, String label, String labelValue, Number value) {
    return add("gauge", name, labels(label, labelValue), value);
  }

  private PrometheusText add(String type, String name, String labels, Number value) {
    families
        .computeIfAbsent(
            name,
            _ -> new StringBuilder("# TYPE ").append(name).append(' ').append(type).append('\n'))
        .append(name)
        .append(labels)
        .append(' ')
        .append(text(value))
        .append('\n');
    return this;
  }

  private static String labels(String label, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "{" + label + "=\"" + escaped + "\"}";
  }

  private static String text(Number value) {
    return value instanceof Double decimal
        ? String.format(Locale.ROOT, "%.6f", decimal)
        : value.toString();
  }

  /** A name of the original's counters as Prometheus can have it. */
  static String name(String figure) {
    // The one counter that the original exports under a shorter name.
    return "emqx_"
        + (figure.equals("packets.connect.received")
            ? "packets_connect"
            : figure.replace('.', '_'));
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    families.values().forEach(text::append);
    return text.toString();
  }
}
