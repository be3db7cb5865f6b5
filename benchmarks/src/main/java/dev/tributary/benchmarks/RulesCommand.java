package dev.tributary.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.rules.EngineBenchmark;
import dev.tributary.benchmarks.internal.rules.EvaluationBenchmark;
import dev.tributary.benchmarks.internal.rules.JqBenchmark;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench rules}: JMH on the rule language and the rule engine. */
@Command(
    name = "rules",
    description = "Time and allocation of rules, next to their budgets (JMH, one thread).",
    sortOptions = false)
final class RulesCommand extends HelpOption implements Runnable {
  private static final String EVALUATION = EvaluationBenchmark.class.getSimpleName();

  /** What {@link GCProfiler} calls bytes per operation. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private static final String JQ = JqBenchmark.class.getSimpleName();
  private static final String ENGINE = EngineBenchmark.class.getSimpleName();

  /** The heap and the collector hardly matter to one thread; the headers of objects do. */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-Xms256m",
          "-Xmx256m",
          "--sun-misc-unsafe-memory-access=allow");

  private static final List<RuleFigure> FIGURES =
      List.of(
          new RuleFigure(ENGINE + ".noMatch", "no matching rule among 10,000", 0, 0),
          new RuleFigure(ENGINE + ".unwantedEvent", "event that no rule wants", 0, 0),
          new RuleFigure(EVALUATION + ".budget", "budget rule, evaluation", 1000, 300),
          new RuleFigure(EVALUATION + ".budgetWithEvent", "budget rule with its event", 0, 0),
          new RuleFigure(ENGINE + ".budget", "budget rule, index to action", 0, 0),
          new RuleFigure(EVALUATION + ".everything", "SELECT * rendered by ${.}", 0, 0),
          new RuleFigure(EVALUATION + ".foreach", "FOREACH over 20 items", 0, 0),
          new RuleFigure(JQ + ".field", "jq('.temp * 2', payload)", 0, 0));

  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      defaultValue = "",
      description = "Only those whose name or title contains this.")
  private String filter = "";

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description =
          "Seconds to measure each, after as many of warm-up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Measured(RuleFigure figure, double nanos, double error, double bytes) {}

  @Override
  public void run() {
    if (seconds < 1 || seconds > 600) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is %d; it must be 1 to 600".formatted(seconds));
    }
    List<RuleFigure> chosen = FIGURES.stream().filter(this::isChosen).toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is part of no name; there are %s"
              .formatted(filter, FIGURES.stream().map(RuleFigure::name).toList()));
    }
    Machine.look().warnings().forEach(this::warn);
    if (json) {
      printJson(chosen.stream().map(this::measure).toList());
      return;
    }
    say("%-32s %10s %10s %10s %17s".formatted("", "ns", "(+-)", "bytes", "budget"));
    chosen.forEach(figure -> say(line(measure(figure))));
  }

  private boolean isChosen(RuleFigure figure) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    return figure.name().toLowerCase(Locale.ROOT).contains(wanted)
        || figure.title().toLowerCase(Locale.ROOT).contains(wanted);
  }

  private Measured measure(RuleFigure figure) {
    var options =
        new OptionsBuilder()
            .include(Pattern.quote("." + figure.name()) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(seconds)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(seconds)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .jvmArgs(JVM.toArray(String[]::new))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      RunResult result = new Runner(options).runSingle();
      return new Measured(
          figure,
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError(),
          Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore());
    } catch (RunnerException e) {
      throw new BenchmarkFailure(
          figure.name() + " could not be measured: " + e.getMessage() + reasons(e));
    }
  }

  /** What broke inside the benchmark; JMH has it somewhere behind its own exceptions. */
  private static String reasons(Throwable failure) {
    StringBuilder reasons = new StringBuilder();
    for (Throwable suppressed : failure.getSuppressed()) {
      reasons.append(": ").append(suppressed).append(reasons(suppressed));
    }
    Throwable cause = failure.getCause();
    if (cause != null) {
      reasons.append(": ").append(cause).append(reasons(cause));
    }
    return reasons.toString();
  }

  private static String line(Measured measured) {
    RuleFigure figure = measured.figure();
    String budget =
        figure.nanosMax() == 0
            ? ""
            : "%.0f ns, %.0f B".formatted(figure.nanosMax(), figure.bytesMax());
    return "%-32s %10.1f %10s %10.0f %17s"
        .formatted(
            figure.title(), measured.nanos(), margin(measured.error()), measured.bytes(), budget);
  }

  private void printJson(List<Measured> all) {
    ArrayNode array = new ObjectMapper().createArrayNode();
    for (Measured measured : all) {
      ObjectNode node = array.addObject();
      node.put("name", measured.figure().name());
      node.put("title", measured.figure().title());
      node.put("nanos", measured.nanos());
      node.put("bytes", measured.bytes());
      if (measured.figure().nanosMax() > 0) {
        node.put("nanosMax", measured.figure().nanosMax());
        node.put("bytesMax", measured.figure().bytesMax());
      }
    }
    say(array.toPrettyString());
  }

  private void warn(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  /** Of fewer than three seconds nobody can tell how far they stray. */
  private static String margin(double error) {
    return Double.isNaN(error) ? "-" : "%.1f".formatted(error);
  }
}
