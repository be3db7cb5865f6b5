package dev.tributary.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.benchmarks.BrokerBenchmark.Compared;
import java.util.List;
import java.util.Optional;

/** What came of a comparison, for people and for programs. */
final class BrokerReport {

  private final BrokerBenchmarkSettings settings;
  private final Machine machine;
  private final List<Compared> all;

  BrokerReport(BrokerBenchmarkSettings settings, Machine machine, List<Compared> all) {
    this.settings = settings;
    this.machine = machine;
    this.all = all;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%d publishers, fan-out to %d, groups of %d, window %d, MQTT %s, payload %d bytes; medians of %d rounds after warm-up, brokers in turn"
            .formatted(
                settings.publishers(),
                settings.fanOut(),
                settings.members(),
                settings.window(),
                settings.mqttVersion() == 4 ? "3.1.1" : "5",
                settings.payloadBytes(),
                settings.rounds()));
    line(
        text,
        "%d processors, load average %.1f at the start, %s"
            .formatted(machine.processors(), machine.loadAverage(), machine.system()));
    for (Compared compared : all) {
      line(text, "");
      line(
          text,
          "%-34s %11s %8s %17s %8s %8s"
              .formatted(
                  compared.scenario().title(),
                  unit(compared) + "/s",
                  "µs CPU",
                  "(least to most)",
                  "CPU/ours",
                  "load µs"));
      compared.figures().values().forEach(f -> row(text, compared, f));
    }
    line(text, "");
    machine.warnings().forEach(warning -> line(text, warning));
    return text.toString().stripTrailing();
  }

  private void row(StringBuilder text, Compared compared, Figures f) {
    if (f.notMeasured().isPresent()) {
      line(text, "  %-32s not measured: %s".formatted(f.title(), f.notMeasured().get()));
      return;
    }
    double units = unitsPerMessage(compared);
    double micros = f.median(Round::cpuMicros) / units;
    line(
        text,
        "  %-32s %11.0f %8.2f %17s %8s %8.2f%s"
            .formatted(
                f.title(),
                f.median(Round::perSecond) * units,
                micros,
                "%.2f to %.2f"
                    .formatted(f.least(Round::cpuMicros) / units, f.most(Round::cpuMicros) / units),
                ours(compared)
                    .map(own -> "%.2fx".formatted(micros / (own.median(Round::cpuMicros) / units)))
                    .orElse("-"),
                f.other("loadCpuMicros").orElse(0.0) / units,
                f.budgetMicros() > 0
                    ? "   budget %.1f: %.2fx".formatted(f.budgetMicros(), micros / f.budgetMicros())
                    : ""));
  }

  private double unitsPerMessage(Compared compared) {
    return Math.max(1, compared.scenario().plan(settings).deliveries());
  }

  private String unit(Compared compared) {
    return unitsPerMessage(compared) > 1 ? "deliveries" : "messages";
  }

  private static Optional<Figures> ours(Compared compared) {
    return Optional.ofNullable(compared.figures().get(Contestant.TRIBUTARY))
        .filter(f -> f.notMeasured().isEmpty());
  }

  String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    report
        .putObject("settings")
        .put("publishers", settings.publishers())
        .put("fanOut", settings.fanOut())
        .put("members", settings.members())
        .put("window", settings.window())
        .put("mqttVersion", settings.mqttVersion())
        .put("payloadBytes", settings.payloadBytes())
        .put("units", settings.units())
        .put("rounds", settings.rounds());
    report
        .putObject("machine")
        .put("system", machine.system())
        .put("processors", machine.processors())
        .put("loadAverage", machine.loadAverage());
    ArrayNode scenarios = report.putArray("scenarios");
    for (Compared compared : all) {
      ObjectNode node =
          scenarios
              .addObject()
              .put("name", compared.scenario().option())
              .put("title", compared.scenario().title())
              .put("unit", unit(compared));
      ArrayNode brokers = node.putArray("brokers");
      compared.figures().values().forEach(f -> json(brokers.addObject(), compared, f));
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers can be written", e);
    }
  }

  private void json(ObjectNode node, Compared compared, Figures f) {
    node.put("name", f.name());
    if (f.notMeasured().isPresent()) {
      node.put("notMeasured", f.notMeasured().get());
      return;
    }
    double units = unitsPerMessage(compared);
    node.put("perSecond", Math.round(f.median(Round::perSecond) * units))
        .put("cpuMicros", rounded(f.median(Round::cpuMicros) / units))
        .put("cpuMicrosLeast", rounded(f.least(Round::cpuMicros) / units))
        .put("cpuMicrosMost", rounded(f.most(Round::cpuMicros) / units))
        .put("loadCpuMicros", rounded(f.other("loadCpuMicros").orElse(0.0) / units));
    ours(compared)
        .ifPresent(own ->
            node.put(
                "ratioToTributary",
                rounded(f.median(Round::cpuMicros) / own.median(Round::cpuMicros))));
    if (f.budgetMicros() > 0) {
      node.put("budgetMicros", f.budgetMicros());
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static void line(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
