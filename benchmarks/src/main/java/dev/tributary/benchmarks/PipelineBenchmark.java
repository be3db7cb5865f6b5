package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.load.LoadProgram;
import dev.tributary.benchmarks.internal.peer.CodecProgram;
import dev.tributary.benchmarks.internal.peer.NullKinesisProgram;
import dev.tributary.benchmarks.internal.peer.SdkProgram;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One run: the limits of the parts, then every mode, one after the other on a quiet machine. */
final class PipelineBenchmark {

  private static final double CODEC_LIMIT_MICROS = 1.2;
  private static final double SDK_LIMIT_MICROS = 2.4;
  private static final int SDK_THREADS = 4;

  private final PipelineSettings settings;
  private final Workspace workspace;
  private final Progress progress;
  private final Rounds rounds;

  PipelineBenchmark(PipelineSettings settings, Workspace workspace, Progress progress) {
    this.settings = settings;
    this.workspace = workspace;
    this.progress = progress;
    this.rounds = new Rounds(settings.messages(), settings.rounds(), progress);
  }

  List<Figures> run() {
    List<Figures> figures = new ArrayList<>();
    try (Child kinesis = Child.start(workspace, "null Kinesis", NullKinesisProgram.class)) {
      if (settings.limits()) {
        figures.add(limit("codec", "codec + PUBACK alone", CODEC_LIMIT_MICROS, this::codec));
        figures.add(limit("sdk", "SDK PutRecords alone", SDK_LIMIT_MICROS, () -> sdk(kinesis)));
      }
      for (Mode mode : settings.modes()) {
        figures.add(mode(mode, kinesis));
      }
    }
    return figures;
  }

  private Figures limit(String name, String title, double micros, Supplier<Subject> start) {
    try (Subject subject = start.get()) {
      return new Figures(name, title, micros, true, rounds.of(subject, title), Optional.empty());
    }
  }

  private Figures mode(Mode mode, Child kinesis) {
    String configuration = ServerConfiguration.of(mode, settings, (int) kinesis.greeted("port"));
    List<Round> measured = List.of();
    Optional<String> refused = Optional.empty();
    try (TributaryServer server =
            TributaryServer.start(
                workspace, "server-" + mode.option(), configuration, settings.javaOptions());
        Child load = load(server.port());
        Subject subject = new WholeWay(server, load, kinesis, mode.hasSink())) {
      measured = rounds.of(subject, mode.title());
    } catch (NotMeasured e) {
      refused = Optional.of("the server refuses this mode: " + e.words());
      progress.say(mode.title() + ": " + refused.get());
    }
    return new Figures(mode.option(), mode.title(), mode.budgetMicros(), false, measured, refused);
  }

  private Child load(int port) {
    return Child.start(
        workspace,
        "load",
        LoadProgram.class,
        Integer.toString(port),
        Integer.toString(settings.clients()),
        Integer.toString(settings.mqttVersion()),
        Integer.toString(settings.window()),
        Integer.toString(settings.payloadBytes()));
  }

  private Subject codec() {
    Child codec = Child.start(workspace, "codec", CodecProgram.class);
    Child load = load((int) codec.greeted("port"));
    return new Part(codec, load, List.of(load, codec));
  }

  private Subject sdk(Child kinesis) {
    Child sdk =
        Child.start(
            workspace,
            "SDK",
            SdkProgram.class,
            Long.toString(kinesis.greeted("port")),
            Integer.toString(SDK_THREADS));
    return new Part(sdk, sdk, List.of(sdk));
  }

  /** A part alone: one process is measured, one (perhaps the same) is told to run. */
  private record Part(Child worker, Child driver, List<Child> all) implements Subject {

    @Override
    public Started measured() {
      return worker.started();
    }

    @Override
    public Map<String, Double> pass(long messages) {
      Map<String, Long> _ = driver.ask("run " + messages, WholeWay.PATIENCE);
      return Map.of();
    }

    @Override
    public void close() {
      all.forEach(Child::close);
    }
  }
}
