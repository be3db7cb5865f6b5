package dev.tributary.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The figures of a run, for people and for programs. */
final class PipelineReport {

  private static final List<String> OTHERS =
      List.of(
          "recordsPerRequest",
          "messagesPerRecord",
          "repeated",
          "ackP50Millis",
          "ackP99Millis",
          "allocatedBytes",
          "collections",
          "gcPauseMillis",
          "heapMiB",
          "residentPeakMiB",
          "loadCpuMicros",
          "kinesisCpuMicros");

  private final PipelineSettings settings;
  private final Machine machine;
  private final List<Figures> figures;

  PipelineReport(PipelineSettings settings, Machine machine, List<Figures> figures) {
    this.settings = settings;
    this.machine = machine;
    this.figures = figures;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%d clients, window %d, MQTT %s, payload %d bytes, %d messages a round, medians of %d rounds after warm-up"
            .formatted(
                settings.clients(),
                settings.window(),
                settings.mqttVersion() == 4 ? "3.1.1" : "5",
                settings.payloadBytes(),
                settings.messages(),
                settings.rounds()));
    line(
        text,
        "ordering %s, batch_size %d, worker_pool_size %d; %d processors, %s"
            .formatted(
                settings.ordering(),
                settings.batchSize(),
                settings.lanes(),
                machine.processors(),
                machine.system()));
    line(text, "");
    line(
        text,
        "%-30s %10s %8s %15s %7s %6s %8s %7s %14s %7s %8s %8s"
            .formatted(
                "",
                "messages/s",
                "µs CPU",
                "(least to most)",
                "budget",
                "ratio",
                "rec/req",
                "msg/rec",
                "ack ms p50/p99",
                "B/msg",
                "GC ms",
                "heap MiB"));
    figures.forEach(f -> row(text, f));
    line(text, "");
    comparison(text);
    notes(text);
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, Figures f) {
    if (f.notMeasured().isPresent()) {
      line(text, "%-30s not measured: %s".formatted(f.title(), firstLine(f.notMeasured().get())));
      return;
    }
    double micros = f.median(Round::cpuMicros);
    line(
        text,
        "%-30s %10.0f %8.2f %15s %7.1f %5.2fx %8s %7s %14s %7s %8s %8s"
            .formatted(
                f.title(),
                f.median(Round::perSecond),
                micros,
                "%.2f to %.2f".formatted(f.least(Round::cpuMicros), f.most(Round::cpuMicros)),
                f.budgetMicros(),
                micros / f.budgetMicros(),
                number(f, "recordsPerRequest", "%.0f"),
                number(f, "messagesPerRecord", "%.1f"),
                number(f, "ackP50Millis", "%.1f") + "/" + number(f, "ackP99Millis", "%.1f"),
                number(f, "allocatedBytes", "%.0f"),
                number(f, "gcPauseMillis", "%.0f"),
                number(f, "heapMiB", "%.0f")));
  }

  /** What the whole way costs beyond what its parts cannot do without. */
  private void comparison(StringBuilder text) {
    Optional<Figures> codec = named("codec");
    Optional<Figures> sdk = named("sdk");
    if (codec.isEmpty() || sdk.isEmpty()) {
      return;
    }
    double front = codec.get().median(Round::cpuMicros);
    double back = sdk.get().median(Round::cpuMicros);
    for (Figures f : figures) {
      if (!f.isLimit() && f.notMeasured().isEmpty()) {
        boolean isPlain = !f.name().equals("broker") && !f.name().endsWith("kpl");
        double limit = isPlain ? front + back : front;
        double micros = f.median(Round::cpuMicros);
        line(
            text,
            "%-30s %.2f µs, of which the limit of its parts%s %.2f: %.2f µs (%.1f times the limit)"
                .formatted(
                    f.title(),
                    micros,
                    isPlain ? " (codec + SDK)" : " (codec)",
                    limit,
                    micros - limit,
                    micros / limit));
      }
    }
  }

  private void notes(StringBuilder text) {
    for (Figures f : figures) {
      f.other("repeated")
          .filter(repeated -> repeated > 0)
          .ifPresent(repeated ->
              line(
                  text,
                  "%s: %.0f messages a round came more than once".formatted(f.title(), repeated)));
    }
    machine.warnings().forEach(warning -> line(text, warning));
  }

  private Optional<Figures> named(String name) {
    return figures.stream()
        .filter(f -> f.name().equals(name) && f.notMeasured().isEmpty())
        .findFirst();
  }

  String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    report
        .putObject("settings")
        .put("clients", settings.clients())
        .put("window", settings.window())
        .put("mqttVersion", settings.mqttVersion())
        .put("payloadBytes", settings.payloadBytes())
        .put("messages", settings.messages())
        .put("rounds", settings.rounds())
        .put("ordering", settings.ordering())
        .put("batchSize", settings.batchSize())
        .put("lanes", settings.lanes());
    report
        .putObject("machine")
        .put("system", machine.system())
        .put("processors", machine.processors())
        .put("loadAverage", machine.loadAverage());
    ArrayNode all = report.putArray("figures");
    figures.forEach(f -> json(all.addObject(), f));
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers can be written", e);
    }
  }

  private static void json(ObjectNode node, Figures f) {
    node.put("name", f.name()).put("title", f.title()).put("isLimit", f.isLimit());
    if (f.notMeasured().isPresent()) {
      node.put("notMeasured", f.notMeasured().get());
      return;
    }
    double micros = f.median(Round::cpuMicros);
    node.put("messagesPerSecond", Math.round(f.median(Round::perSecond)))
        .put("cpuMicros", rounded(micros))
        .put("cpuMicrosLeast", rounded(f.least(Round::cpuMicros)))
        .put("cpuMicrosMost", rounded(f.most(Round::cpuMicros)))
        .put("budgetMicros", f.budgetMicros())
        .put("ratio", rounded(micros / f.budgetMicros()));
    OTHERS.forEach(name -> f.other(name).ifPresent(value -> node.put(name, rounded(value))));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String number(Figures f, String name, String format) {
    return f.other(name).map(value -> format.formatted(value)).orElse("-");
  }

  private static String firstLine(String text) {
    return text.lines().limit(2).reduce((a, b) -> a + " " + b.strip()).orElse("");
  }

  private static void line(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
