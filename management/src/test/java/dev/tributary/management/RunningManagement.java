package dev.tributary.management;

import com.typesafe.config.ConfigFactory;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.internal.pipeline.DeadLetterLogs;
import dev.tributary.management.internal.pipeline.Fallbacks;
import dev.tributary.management.internal.pipeline.KinesisServices;
import dev.tributary.management.internal.pipeline.PipelineParts;
import dev.tributary.management.internal.pipeline.SinkServices;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.Republication;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.sql.BoundedValueStore;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.ValueStore;
import dev.tributary.sink.DirectoryStorage;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRuntime;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All of management on a port of the system's choice. */
final class RunningManagement implements AutoCloseable {

  static final String NODE = "tributary@127.0.0.1";

  final SinkRuntime sink;
  final RuleEngine engine;
  final DefinitionStore store;
  final Pipeline pipeline;
  final ManagementServer server;
  final RestClient client;

  final FakeBroker broker = new FakeBroker();
  final BrokerDoors doors;

  /** What fallback actions have published. */
  final List<Republication> republished = new CopyOnWriteArrayList<>();

  private RunningManagement(
      Path data, String hocon, SinkServices services, @Nullable DeadLetterLogs deadLetters)
      throws Exception {
    InstantSource clock = InstantSource.system();
    sink = new SinkRuntime(SinkEnvironment.system(new DirectoryStorage(data.resolve("sink"))));
    var directory = new ActionDirectory();
    var evaluation = new TestEvaluation();
    engine = new RuleEngine(directory, evaluation, clock, _ -> {});
    store = DefinitionStore.open(data, settings(hocon), clock);
    var fallbacks =
        new Fallbacks(directory, (message, _) -> republished.add(message), evaluation, clock);
    pipeline =
        new Pipeline(
            PipelineParts.of(
                sink,
                deadLetters == null ? DeadLetterLogs.of(sink) : deadLetters,
                engine,
                store,
                services,
                fallbacks));
    doors = broker.doors(data, clock);
    for (ListenerSettings listener : doors.listenerDefinitions().all(store)) {
      broker.listeners.put(listener);
    }
    server =
        new ManagementServer(
            new ManagementSettings(
                InetSocketAddress.createUnresolved("127.0.0.1", 0),
                "admin",
                "public",
                Duration.ofMinutes(60),
                ManagementSettings.of(settings(hocon)).figuresNeedLogin()),
            pipeline,
            doors,
            new NodeInfo(NODE, "0.1.0", clock.instant(), FakeBroker.metrics()),
            clock);
    pipeline.load();
    server.start();
    client = new RestClient(server.port());
  }

  /** With the real Kinesis client. */
  static RunningManagement start(Path data, String hocon) throws Exception {
    return new RunningManagement(data, hocon, new KinesisServices(), null);
  }

  static RunningManagement start(Path data, String hocon, SinkServices services) throws Exception {
    return new RunningManagement(data, hocon, services, null);
  }

  /** With dead letters that nobody has to die for. */
  static RunningManagement start(Path data, SinkServices services, DeadLetterLogs deadLetters)
      throws Exception {
    return new RunningManagement(data, "", services, deadLetters);
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
    private final ValueStore keyValueStore = new BoundedValueStore("kv_store", 1000, 1 << 20);

    @Override
    public ValueStore keyValueStore() {
      return keyValueStore;
    }

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
