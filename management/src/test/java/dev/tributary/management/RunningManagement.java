package dev.tributary.management;

import com.typesafe.config.ConfigFactory;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.internal.pipeline.KinesisServices;
import dev.tributary.management.internal.pipeline.PipelineParts;
import dev.tributary.management.internal.pipeline.SinkServices;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRuntime;
import dev.tributary.sink.Storage;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** All of management on a port of the system's choice. */
final class RunningManagement implements AutoCloseable {

  static final String NODE = "tributary@127.0.0.1";

  final SinkRuntime sink = new SinkRuntime(SinkEnvironment.system(Storage.none()));
  final RuleEngine engine;
  final DefinitionStore store;
  final Pipeline pipeline;
  final ManagementServer server;
  final RestClient client;

  private RunningManagement(Path data, String hocon, SinkServices services) throws Exception {
    InstantSource clock = InstantSource.system();
    var directory = new ActionDirectory();
    engine = new RuleEngine(directory, new TestEvaluation(), clock, _ -> {});
    store = DefinitionStore.open(data, settings(hocon), clock);
    pipeline = new Pipeline(PipelineParts.of(sink, directory, engine, store, services));
    server =
        new ManagementServer(
            new ManagementSettings(
                InetSocketAddress.createUnresolved("127.0.0.1", 0),
                "admin",
                "public",
                Duration.ofMinutes(60)),
            pipeline,
            new NodeInfo(NODE, "0.1.0", clock.instant(), Map::of),
            clock);
    pipeline.load();
    server.start();
    client = new RestClient(server.port());
  }

  /** With the real Kinesis client. */
  static RunningManagement start(Path data, String hocon) throws Exception {
    return new RunningManagement(data, hocon, new KinesisServices());
  }

  static RunningManagement start(Path data, String hocon, SinkServices services) throws Exception {
    return new RunningManagement(data, hocon, services);
  }

  static Settings settings(String hocon) throws Exception {
    return SettingsReader.read(
        ConfigurationSchema.root(), ConfigFactory.parseString(hocon).resolve().root(), "");
  }

  @Override
  public void close() {
    server.close();
    sink.close();
  }

  private static final class TestEvaluation implements EvaluationContext {
    private final Random random = new Random(1);

    @Override
    public long nowMillis() {
      return 1_795_370_799_445L;
    }

    @Override
    public String nodeName() {
      return NODE;
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public String environment(String name) {
      return null;
    }
  }
}
